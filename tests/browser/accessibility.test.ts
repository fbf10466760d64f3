import AxeBuilder from '@axe-core/playwright';
import { OVERVIEW, RANGE, startHarness, type Harness } from './harness';

describe('accessibility', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  const pages = [
    { name: 'overview', path: `${OVERVIEW}?${RANGE}` },
    { name: 'gallery', path: '/gallery' },
  ].flatMap((page) => [
    { ...page, theme: 'dark' as const },
    { ...page, theme: 'light' as const },
  ]);

  it.each(pages)('axe finds nothing on the $name, $theme', async ({ path, theme }) => {
    const { page, close } = await harness.open({ path, width: 1280, theme });
    await page.getByTestId('analytics-card').first().waitFor();
    const { violations } = await new AxeBuilder({ page })
      // the table of Grafana's library: its buttons and its named colours are not ours
      .exclude('[role="table"]')
      .analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}\n  ${html.slice(0, 300)}`)
    );
    expect(found).toEqual([]);
    await close();
  });
});
