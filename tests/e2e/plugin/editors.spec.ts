import { expect, test } from '@grafana/plugin-e2e';
import type { Page } from '@playwright/test';
import { DATA_SOURCE, isQuery } from './names';

/** Chooses an entry of a combobox by typing a part of it. */
async function choose(page: Page, label: string, text: string, option = text): Promise<void> {
  // the name of a field goes on with its description
  const field = page.getByRole('combobox', { name: new RegExp(`^${label}`) }).first();
  await field.click();
  await field.fill(text);
  await page.getByRole('option', { name: option }).first().click();
}

test.describe('the query editor', () => {
  test.beforeEach(async ({ panelEditPage }) => {
    await panelEditPage.datasource.set(DATA_SOURCE.name);
  });

  test('asks for a KPI first, then runs it and names the series', async ({ panelEditPage, page }) => {
    await expect(page.getByText('Choose at least one KPI.')).toBeVisible();
    const answer = page.waitForResponse((response) => isQuery(response.url()));
    await choose(page, 'KPIs', 'Production Eff', 'Production Efficiency');
    const { results } = await (await answer).json();
    expect(results.A.status).toBe(200);
    await expect(page.getByText('Choose at least one KPI.')).toHaveCount(0);
    await panelEditPage.setVisualization('Table');
    await expect(panelEditPage.panel.fieldNames).toContainText(['Production Efficiency']);
  });

  test('offers only fields that matter to the type, and values of the live dimensions', async ({ page }) => {
    await expect(page.getByText('Interval', { exact: true })).toBeVisible();
    await choose(page, 'Query type', 'Feature adoption');
    await expect(page.getByText('Share of', { exact: true })).toBeVisible();
    await expect(page.getByText('Interval', { exact: true })).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Filter by site' }).click();
    await expect(page.getByRole('option', { name: /north/ })).toBeVisible();
  });

  test('takes over an example of its help', async ({ page }) => {
    await page.getByRole('button', { name: 'Show data source help' }).click();
    await page.getByRole('button', { name: 'Use: Production efficiency of each site, by day' }).click();
    const answer = page.waitForResponse((response) => isQuery(response.url()));
    await page.getByTestId('data-testid RefreshPicker run button').click();
    const { results } = await (await answer).json();
    expect(results.A.frames.length).toBeGreaterThan(1);
  });

  test('says at the field that a duration is none', async ({ page }) => {
    await choose(page, 'Query type', 'Critical thresholds');
    await page.getByLabel('Window').fill('soon');
    await page.getByLabel('Window').press('Enter');
    await expect(page.getByText('"soon" is no duration.')).toBeVisible();
  });
});

test('Explore keeps a query in words in its history', async ({ explorePage, page }) => {
  await explorePage.datasource.set(DATA_SOURCE.name);
  const answer = page.waitForResponse((response) => isQuery(response.url()));
  await choose(page, 'KPIs', 'Production Eff', 'Production Efficiency');
  await page.keyboard.press('Escape');
  await answer;
  await page
    .getByRole('button', { name: /^(Run query|Refresh)$/ })
    .first()
    .click();
  await page
    .getByRole('button', { name: /query history/i })
    .first()
    .click();
  await expect(page.getByText(/KPI values: production_efficiency/).first()).toBeVisible();
});
