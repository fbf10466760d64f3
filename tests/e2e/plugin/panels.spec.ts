import { expect, test } from '@grafana/plugin-e2e';
import { DATA_SOURCE } from './names';

const PANELS = [
  { panel: 'Analytics cards', type: 'Summary', shows: 'Production Efficiency', option: 'Percentage points' },
  { panel: 'Adoption heatmap', type: 'Feature adoption', shows: '100%', option: 'Colour steps' },
];

for (const { panel, type, shows, option } of PANELS) {
  test(`${panel} draws what it is made for, with its options`, async ({ panelEditPage, page }) => {
    await panelEditPage.datasource.set(DATA_SOURCE.name);
    const field = page.getByRole('combobox', { name: /^Query type/ });
    await field.click();
    await field.fill(type);
    await page.getByRole('option', { name: type }).first().click();
    await panelEditPage.setVisualization(panel);
    await expect(panelEditPage.panel.locator.getByText(shows).first()).toBeVisible();
    await expect(page.getByText(option).first()).toBeAttached();
    await expect(panelEditPage.panel.getErrorIcon()).toHaveCount(0);
  });
}

test('a card leads to its KPI in Explore', async ({ page }) => {
  await page.goto('/d/lopan-production-analytics');
  const card = page.getByTestId('analytics-card').getByRole('link', { name: 'Production Efficiency' }).first();
  const href = await card.getAttribute('href');
  expect(decodeURIComponent(href ?? '')).toMatch(/\/explore\?.*"kpis":\["production_efficiency"\]/);
});
