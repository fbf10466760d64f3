import { expect, test } from '@grafana/plugin-e2e';
import { DATA_SOURCE } from './names';

test.describe('a query variable', () => {
  test.beforeEach(async ({ variableEditPage }) => {
    await variableEditPage.setVariableType('Query');
    await variableEditPage.datasource.set(DATA_SOURCE.name);
  });

  test('offers sites before anybody has chosen', async ({ variableEditPage }) => {
    await variableEditPage.runQuery();
    await expect(variableEditPage).toDisplayPreviews(['north', 'south']);
  });

  test('offers the values of another dimension', async ({ variableEditPage, page }) => {
    await page.getByRole('combobox', { name: 'Dimension' }).click();
    await page.getByRole('option', { name: 'User role' }).click();
    await variableEditPage.runQuery();
    await expect(variableEditPage).toDisplayPreviews(['operator']);
  });

  test('offers KPIs by their title', async ({ variableEditPage, page }) => {
    await page.getByRole('combobox', { name: 'Values', exact: true }).click();
    await page.getByRole('option', { name: /^KPIs/ }).click();
    await variableEditPage.runQuery();
    await expect(variableEditPage).toDisplayPreviews(['Production Efficiency']);
  });
});

test('a variable with several values becomes a filter with several, and All becomes none', async ({ page }) => {
  const filtersAt = async (search: string) => {
    // what the page before still asks is none of ours
    await page.goto('about:blank');
    const asked = page.waitForRequest(
      (request) =>
        request.url().includes('/api/ds/query') && (request.postData() ?? '').includes('"queryType":"summary"')
    );
    await page.goto(`/d/lopan-production-analytics?${search}`);
    const { queries } = (await asked).postDataJSON();
    return queries.find(({ queryType }: { queryType: string }) => queryType === 'summary').filters ?? {};
  };
  expect((await filtersAt('var-role=operator&var-role=planner')).userRole?.toSorted()).toEqual(['operator', 'planner']);
  expect(await filtersAt('var-role=$__all')).toEqual({});
});
