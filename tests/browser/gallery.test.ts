import { startHarness, picture, type Harness, type WatchedPage } from './harness';

/** What each state of the cards has to show. */
const STATES = [
  { state: 'full', shows: /88\.5/ },
  { state: 'statuses', shows: /84\.96/ },
  { state: 'partial', shows: /roi\.baseline/ },
  { state: 'single', shows: /88\.5/ },
  { state: 'phone', shows: /\$237K/ },
  { state: 'series', shows: /north/ },
  { state: 'wall', shows: /88\.5/ },
  { state: 'statuses-small', shows: /Off target/ },
  { state: 'long', shows: /first assembly line/ },
  { state: 'marks', shows: /n = 1200/ },
  { state: 'compact', shows: /\$237K/ },
  { state: 'link', shows: /88\.5/ },
  { state: 'links', shows: /88\.5/ },
  { state: 'failing', shows: /Some queries failed: The range is too long/ },
  { state: 'huge', shows: /of line 200/ },
  { state: 'refreshing', shows: /88\.5/ },
  { state: 'empty', shows: /no values/ },
  { state: 'none', shows: /no values/ },
  { state: 'error', shows: /The query failed: The proxy .* does not answer/ },
  { state: 'heatmap-full', shows: /4 features by 5 columns/ },
  { state: 'heatmap-partial', shows: /Nobody could use it/ },
  { state: 'heatmap-change', shows: /≥ \+30\.0 pp/ },
  { state: 'heatmap-steps', shows: /> 68%/ },
  { state: 'heatmap-weeks', shows: /4 features by 13 columns/ },
  { state: 'heatmap-choice', shows: /4 features by 5 columns/ },
  { state: 'heatmap-link', shows: /4 features by 5 columns/ },
  { state: 'heatmap-phone', shows: /4 features by 5 columns/ },
  { state: 'heatmap-failing', shows: /Some queries failed: .*429/ },
  { state: 'heatmap-none', shows: /no cells/ },
  { state: 'heatmap-huge', shows: /200 features by 104 columns/ },
  { state: 'heatmap-empty', shows: /no cells/ },
  { state: 'heatmap-error', shows: /at most 400 days/ },
];

/** Every width from a small phone to a wall screen. */
const WIDTHS = [320, 390, 1280, 2560];

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

  it('draws first answers under way without motion where none is wanted', async () => {
    await open.page.emulateMedia({ reducedMotion: 'reduce' });
    for (const state of ['loading', 'heatmap-loading']) {
      const shape = open.page.getByTestId(`state-${state}`).getByRole('status').locator('div').first();
      expect(await shape.evaluate((cell) => getComputedStyle(cell).animationName)).toBe('none');
    }
    await open.page.emulateMedia({ reducedMotion: 'no-preference' });
  });

  it('complains about nothing', async () => {
    await picture(open.page, `gallery-${theme}`);
    expect(open.complaints).toEqual([]);
    expect(open.outside).toEqual([]);
  });

  it.each(WIDTHS)('fits a page of %d px', async (width) => {
    const { page, complaints, close } = await harness.open({ path: '/gallery', width, theme });
    await page.getByText('88.5').first().waitFor();
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    await picture(page, `gallery-${width}-${theme}`);
    expect({ scrollWidth, complaints }).toEqual({ scrollWidth: clientWidth, complaints: [] });
    await close();
  });

  it('shows one state alone', async () => {
    const { page, close } = await harness.open({ path: '/gallery?state=huge', width: 1280, theme });
    const states = page.locator('[data-testid^="state-"]');
    await states.first().waitFor();
    expect(await states.count()).toBe(1);
    await close();
  });
});
