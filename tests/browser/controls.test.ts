import { poll } from './poll';
import { FROM, OVERVIEW, RANGE, TO, startHarness, type Harness, type WatchedPage } from './harness';

describe('controls of a dashboard', () => {
  let harness: Harness;
  let open: WatchedPage;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());
  beforeEach(async () => {
    open = await harness.open({ path: `${OVERVIEW}?${RANGE}`, width: 1280, theme: 'dark' });
    harness.proxy.asked.length = 0;
  });
  afterEach(() => open.close());

  const lastAsked = () => harness.proxy.asked.at(-1);
  const search = () => new URL(open.page.url()).searchParams;

  it('asks for all roles at first, then for the chosen ones, and keeps the choice in the address', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: 'Role' }).click();
    await page.getByRole('option', { name: 'operator' }).click();
    await poll(() => search().getAll('var-role')).toEqual(['operator']);
    await poll(() => lastAsked()?.queries[0]?.filters).toEqual({ userRole: ['operator'] });

    await page.reload({ waitUntil: 'networkidle' });
    expect(lastAsked()?.queries[0]?.filters).toEqual({ userRole: ['operator'] });
  });

  it('drops the filter for the role All', async () => {
    await open.page.getByTestId('data-testid RefreshPicker run button').click();
    await poll(() => harness.proxy.asked.length > 0).toEqual(true);
    expect(lastAsked()?.queries[0]?.filters ?? {}).toEqual({});
  });

  it('asks for the range that was chosen', async () => {
    const { page } = open;
    await page.getByTestId('data-testid TimePicker Open Button').click();
    await page.getByText('Last 7 days').click();
    await poll(() => search().get('from')).toEqual('now-7d');
    await poll(() => days(lastAsked())).toEqual(7);
  });

  it('moves and widens the range', async () => {
    const { page } = open;
    await page.getByRole('button', { name: 'Move time range backwards' }).click();
    await poll(() => Number(search().get('to'))).toEqual(TO - (TO - FROM) / 2);
    await page.getByRole('button', { name: 'Zoom out time range' }).click();
    await poll(() => Number(search().get('to')) - Number(search().get('from'))).toEqual(2 * (TO - FROM));
  });

  it('changes the theme and remembers it', async () => {
    const { page } = open;
    const background = () => page.locator('header').evaluate((header) => getComputedStyle(header).backgroundColor);
    const dark = await background();
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    expect(await background()).not.toBe(dark);
    await page.reload({ waitUntil: 'networkidle' });
    expect(await background()).not.toBe(dark);
  });

  it('goes to another dashboard and back', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: 'Dashboard' }).click();
    await page.getByRole('option').nth(1).click();
    await page.waitForURL((url) => url.pathname !== OVERVIEW);
    await page.goBack();
    await page.getByRole('heading', { name: 'Production Analytics' }).waitFor();
    expect(open.complaints).toEqual([]);
  });

  it('says that Explore belongs to Grafana', async () => {
    await open.page.goto(`${harness.url}/explore?panes={}`);
    await open.page.getByText('is a part of Grafana').waitFor();
  });

  it('leads from a card to its own KPI', async () => {
    const href = await open.page.getByRole('link', { name: 'Production Efficiency' }).first().getAttribute('href');
    expect(decodeURIComponent(href ?? '')).toContain('"kpis":["production_efficiency"]');
  });
});

const DAY = 86_400_000;

function days(request: { from: string; to: string } | undefined): number | undefined {
  return request && Math.round((Date.parse(request.to) - Date.parse(request.from)) / DAY);
}
