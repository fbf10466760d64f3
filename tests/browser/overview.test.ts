import { describeInBrowser, picture, startHarness, type Harness } from './harness';

describeInBrowser('overview dashboard', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());

  it.each([
    { width: 1280, theme: 'dark' },
    { width: 1280, theme: 'light' },
    { width: 375, theme: 'dark' },
  ] as const)('draws without complaints at $width px, $theme', async ({ width, theme }) => {
    const { page, complaints, outside } = await harness.open({
      path: '/?from=1774000000000&to=1776600000000',
      width,
      theme,
    });
    await page.waitForTimeout(3000);
    await picture(page, `overview-${width}-${theme}`);
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
    await page.context().close();
  });
});
