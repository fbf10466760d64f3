import { startHarness, picture, type Harness, type WatchedPage } from './harness';

/** What each state of the cards has to show. */
const STATES = [
  { state: 'full', shows: /88\.5/ },
  { state: 'statuses', shows: /84\.96/ },
  { state: 'partial', shows: /roi\.baseline/ },
  { state: 'single', shows: /88\.5/ },
  { state: 'phone', shows: /\$237K/ },
  { state: 'series', shows: /north/ },
  { state: 'huge', shows: /of line 60/ },
  { state: 'refreshing', shows: /88\.5/ },
  { state: 'empty', shows: /no values/ },
  { state: 'none', shows: /no values/ },
  { state: 'error', shows: /The query failed: The proxy .* does not answer/ },
  { state: 'heatmap-full', shows: /4 features by 5 columns/ },
  { state: 'heatmap-partial', shows: /Nobody could use it/ },
  { state: 'heatmap-huge', shows: /200 features by 104 columns/ },
  { state: 'heatmap-empty', shows: /no cells/ },
  { state: 'heatmap-error', shows: /at most 400 days/ },
];

describe.each(['dark', 'light'] as const)('gallery, %s', (theme) => {
  let harness: Harness;
  let open: WatchedPage;
  beforeAll(async () => {
    harness = await startHarness();
    open = await harness.open({ path: '/gallery', width: 1280, theme });
    await open.page.getByText('88.5').first().waitFor();
  });
  afterAll(() => harness?.stop());

  it.each(STATES)('shows the state $state', async ({ state, shows }) => {
    const shown = open.page.getByTestId(`state-${state}`).getByText(shows);
    await shown.first().waitFor({ state: 'attached', timeout: 5000 });
  });

  it('tells that a first answer is under way without a number', async () => {
    expect(await open.page.getByTestId('state-loading').getByText(/\d/).count()).toBe(0);
  });

  it('complains about nothing', async () => {
    await picture(open.page, `gallery-${theme}`);
    expect(open.complaints).toEqual([]);
    expect(open.outside).toEqual([]);
  });

  it('shows one state alone', async () => {
    const { page, close } = await harness.open({ path: '/gallery?state=huge', width: 1280, theme });
    const states = page.locator('[data-testid^="state-"]');
    await states.first().waitFor();
    expect(await states.count()).toBe(1);
    await close();
  });
});
