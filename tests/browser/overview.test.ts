import { OVERVIEW, RANGE, picture, startHarness, type Harness } from './harness';

describe('overview dashboard', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const sizes = [320, 1280, 2560].flatMap((width) => [
    { width, theme: 'dark' as const },
    { width, theme: 'light' as const },
  ]);

  it.each(sizes)('is drawn at $width px, $theme, without complaint and without asking anybody', async (size) => {
    const { page, complaints, outside, close } = await harness.open({ path: `${OVERVIEW}?${RANGE}`, ...size });
    const panels = page.locator('[data-panel-id]');
    await panels.nth(5).waitFor({ state: 'attached' });
    await page.getByRole('link', { name: 'Production Efficiency' }).first().waitFor();
    await page.locator('canvas').first().waitFor();
    await page.getByText('Loading …').first().waitFor({ state: 'detached' });
    await picture(page, `overview-${size.width}-${size.theme}`);

    expect(await page.getByText('Loading …').count()).toBe(0);
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth).toBe(clientWidth);
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
    await close();
  });

  it('says that it is a preview, how to get a Grafana, and that the numbers are demo data', async () => {
    const { page, close } = await harness.open({ path: OVERVIEW, width: 1280, theme: 'dark' });
    await page.getByText('Preview without Grafana.').waitFor();
    await page.getByText('Demo data').waitFor();
    expect(await page.getByText('GRAFANA_HOME=').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'How to get one' }).click();
    expect(await page.getByText('GRAFANA_HOME=').isVisible()).toBe(true);
    await close();
  });

  it('puts panels of a row side by side on a desk and below each other on a phone', async () => {
    for (const [width, sideBySide] of [
      [1280, true],
      [375, false],
    ] as const) {
      const { page, close } = await harness.open({ path: OVERVIEW, width, theme: 'dark' });
      const panels = page.locator('[data-panel-id]');
      await panels.nth(5).waitFor({ state: 'attached' });
      const lefts = await panels.evaluateAll((all) =>
        all.map((panel) => Math.round(panel.getBoundingClientRect().left))
      );
      expect(new Set(lefts).size > 1).toBe(sideBySide);
      await close();
    }
  });

  it('shows the words of a failing proxy in the panels, and numbers again at the next refresh', async () => {
    harness.proxy.fail('The database is out of reach');
    const { page, close } = await harness.open({ path: OVERVIEW, width: 1280, theme: 'dark' });
    const status = page.getByRole('button', { name: 'Panel status' }).first();
    await status.hover();
    await page.getByText('The database is out of reach').first().waitFor();
    harness.proxy.fail(undefined);
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await page.getByRole('link', { name: 'Production Efficiency' }).first().waitFor();
    // panels refresh one by one, each when its own answer has come
    await page.getByRole('button', { name: 'Panel status' }).first().waitFor({ state: 'detached' });
    await close();
  });
});
