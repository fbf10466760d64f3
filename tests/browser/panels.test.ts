import type { Locator, Page } from 'playwright-core';
import { startHarness, type Harness, type WatchedPage } from './harness';

/** The panels by themselves, by keyboard and pointer, in the gallery's states. */
describe('panels', () => {
  let harness: Harness;
  let open: WatchedPage;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());
  afterEach(async () => {
    expect(open.complaints).toEqual([]);
    await open.close();
  });

  async function show(state: string, width = 1280): Promise<{ page: Page; panel: Locator }> {
    open = await harness.open({ path: `/gallery?state=${state}`, width, theme: 'dark' });
    const panel = open.page.getByTestId(`state-${state}`);
    await panel.getByRole('group').first().waitFor();
    return { page: open.page, panel };
  }

  it.each([
    { state: 'statuses', width: 1280 },
    { state: 'statuses-small', width: 390 },
    { state: 'compact', width: 1280 },
    { state: 'huge', width: 320 },
  ])('keeps icon and word of the status in every card: $state at $width px', async ({ state, width }) => {
    const { panel } = await show(state, width);
    const cards = panel.getByTestId('analytics-card');
    await cards.first().locator('svg').first().waitFor();
    const without = await cards.evaluateAll(
      (all) => all.filter((card) => !/Critical|Warning|Off target|OK|No data/.test(card.textContent ?? '')).length
    );
    expect(without).toBe(0);
  });

  it('shows titles in full on a phone', async () => {
    const { panel } = await show('phone', 390);
    const cut = await panel
      .getByTestId('analytics-card')
      .locator('[title^="Production"]')
      .first()
      .evaluate((title) => title.scrollHeight > title.clientHeight + 1 || title.scrollWidth > title.clientWidth + 1);
    expect(cut).toBe(false);
  });

  it('tells on the card which configuration is missing, in full', async () => {
    const { panel } = await show('partial');
    const note = panel.getByRole('button', { name: /analytics\.roi\.baseline/ });
    expect(await note.evaluate((element) => element.scrollHeight <= element.clientHeight + 1)).toBe(true);
  });

  it('tells the compared dates of a trend on focus', async () => {
    const { page, panel } = await show('full');
    await panel.getByRole('button', { name: /up 2\.9%/ }).focus();
    await page
      .getByRole('tooltip')
      .getByText('Compared with 86.0% (2026-01-01 12:00:00 – 2026-01-31 12:00:00)')
      .waitFor();
  });

  it('counts percentage points where the panel asks for them', async () => {
    const { panel } = await show('marks');
    await panel.getByRole('button', { name: /up 2\.5 pp/ }).waitFor();
    await panel.getByRole('button', { name: 'Provisional' }).waitFor();
    await panel.getByRole('button', { name: 'Stale' }).waitFor();
  });

  it('offers several data links as a menu, from the keyboard', async () => {
    const { page, panel } = await show('links');
    await panel.getByRole('button', { name: 'Links of Production Efficiency' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Details' }).waitFor();
  });

  it('moves over the heatmap from the keyboard, shows the cell, and leaves with Escape', async () => {
    const { page, panel } = await show('heatmap-partial');
    await panel.getByRole('group', { name: 'Adoption heatmap' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.getByText('Customer Management · shift_lead').waitFor();
    await page.getByText('Nobody could use it').nth(1).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Customer Management · shift_lead').waitFor({ state: 'detached' });
  });

  it('follows the pointer over the largest heatmap', async () => {
    const { page, panel } = await show('heatmap-huge');
    const box = await panel.getByTestId('heatmap-canvas').boundingBox();
    for (let step = 1; step <= 20; step++) {
      await page.mouse.move((box?.x ?? 0) + step * 20, (box?.y ?? 0) + step * 15);
    }
    await page.getByText(/\d+ of 40 users/).waitFor();
  });

  it('sets variables by choosing a cell', async () => {
    const { page, panel } = await show('heatmap-choice');
    await panel.getByRole('group', { name: 'Adoption heatmap' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(/var-feature=customer_management&var-role=operator/);
  });

  it('gives every cell a link where the field has one', async () => {
    const { page, panel } = await show('heatmap-link');
    await panel.getByRole('group', { name: 'Adoption heatmap' }).focus();
    await page.keyboard.press('ArrowRight');
    const link = panel.getByRole('link', { name: /^Explore: Customer Management, operator: 50\.0%/ });
    expect(await link.getAttribute('href')).toContain('feature=customer_management');
  });

  it.each([
    { state: 'huge', rows: 201 },
    { state: 'heatmap-huge', rows: 202 },
  ])('turns $state into a table with a row for each', async ({ state, rows }) => {
    const { page, panel } = await show(state);
    await panel.getByRole('button', { name: 'Show as table' }).focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('table').waitFor();
    expect(await panel.getByRole('row').count()).toBe(rows);
    const download = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Download CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  });
});
