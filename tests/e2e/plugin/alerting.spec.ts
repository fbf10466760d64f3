import { expect, test } from '@grafana/plugin-e2e';
import { DATA_SOURCE } from './names';

test('a new alert rule starts with one number each, and its preview evaluates', async ({ alertRuleEditPage, page }) => {
  await alertRuleEditPage.alertRuleNameField.fill('Production efficiency is low');
  const row = await alertRuleEditPage.getQueryRow('A');
  await row.datasource.set(DATA_SOURCE.name);
  await expect(page.getByRole('radio', { name: 'One number each' })).toBeChecked();
  const field = page.getByRole('combobox', { name: 'KPIs', exact: true });
  await field.click();
  await field.fill('Production Eff');
  await page
    .getByRole('option', { name: /^Production Efficiency/ })
    .first()
    .click();
  await page.keyboard.press('Escape');
  await expect(alertRuleEditPage.evaluate()).toBeOK();
});

test('the provisioned rules evaluate without an error', async ({ request }) => {
  const answer = await (await request.get('/api/prometheus/grafana/api/v1/rules')).json();
  const groups: Array<{ rules: Array<{ name: string; health: string; lastError?: string }> }> = answer.data.groups;
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(10);
  expect(
    rules.filter(({ health }) => health === 'error').map(({ name, lastError }) => `${name}: ${lastError}`)
  ).toEqual([]);
});
