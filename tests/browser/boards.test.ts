import { RANGE, picture, startHarness, type Harness } from './harness';

describe('the other dashboards', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const boards = [
    { name: 'operations', path: '/d/lopan-operations', panel: 'Crashes, hangs and errors' },
    { name: 'data-health', path: '/d/lopan-data-health', panel: 'Refused, and why' },
  ];
  const sizes = [
    { width: 390, theme: 'light' as const },
    { width: 1280, theme: 'dark' as const },
    { width: 2560, theme: 'dark' as const },
  ];

  it.each(boards.flatMap((board) => sizes.map((size) => ({ ...board, ...size }))))(
    'draw $name at $width px, $theme, without a broken panel, a complaint or a request to anywhere else',
    async ({ name, path, panel, ...size }) => {
      const { page, complaints, outside, close } = await harness.open({ path: `${path}?${RANGE}`, ...size });
      await page.getByRole('heading', { name: panel }).waitFor();
      await page.getByText('Loading …').first().waitFor({ state: 'detached' });
      await picture(page, `${name}-${size.width}-${size.theme}`);

      expect(await page.getByRole('button', { name: 'Panel status' }).count()).toBe(0);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth).toBe(clientWidth);
      expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
      await close();
    }
  );

  it('hand the answer of a panel on to those that draw it as well', async () => {
    const { page, close } = await harness.open({ path: boards[1]!.path, width: 1280, theme: 'dark' });
    await page.getByText('performance').nth(1).waitFor();
    const freshness = harness.proxy.asked.flatMap(({ queries }) => queries);
    expect(freshness.map(({ queryType }) => queryType)).toContain('freshness');
    expect(freshness.filter(({ queryType }) => queryType === undefined)).toEqual([]);
    await close();
  });
});
