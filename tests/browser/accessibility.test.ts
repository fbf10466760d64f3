import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { OVERVIEW, RANGE, startHarness, type Harness } from './harness';

/** Each state is drawn, then looked through: half a minute for all of them alone, minutes on a busy machine. */
const GALLERY_LIMIT_MS = 600_000;

/** What axe finds on a page. */
async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // the table of Grafana's library: its buttons and its named colours are not ours
    .exclude('[role="table"]')
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}\n  ${html.slice(0, 300)}`)
  );
}

describe.each(['dark', 'light'] as const)('accessibility, %s', (theme) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  it('axe finds nothing on the overview', async () => {
    const { page, close } = await harness.open({ path: `${OVERVIEW}?${RANGE}`, width: 1280, theme });
    await page.getByTestId('analytics-card').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await close();
  });

  it(
    'axe finds nothing in any state of the gallery',
    async () => {
      const { page, close } = await harness.open({ path: '/gallery', width: 1280, theme });
      const states = page.locator('[data-testid^="state-"]');
      await states.first().waitFor();
      const names = await states.evaluateAll((all) => all.map((one) => one.getAttribute('data-testid') ?? ''));
      expect(names.length).toBeGreaterThan(30);
      const found: string[] = [];
      for (const name of names) {
        // one by one: all of them together are more than axe gets through in a minute
        const address = new URL(`/gallery?state=${name.replace('state-', '')}`, page.url());
        // the modules of the panels included: while one is loading, axe takes itself for another
        await page.goto(address.href, { waitUntil: 'networkidle' });
        await page.getByTestId(name).locator('section, [role], p').first().waitFor();
        found.push(...(await violationsOf(page)).map((violation) => `${name}: ${violation}`));
      }
      expect(found).toEqual([]);
      await close();
    },
    GALLERY_LIMIT_MS
  );
});
