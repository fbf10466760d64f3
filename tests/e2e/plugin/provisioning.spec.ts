import { expect, test } from '@grafana/plugin-e2e';
import { DATA_SOURCE } from './names';

test('the data source is there as its file says, without its key', async ({ readProvisionedDataSource, request }) => {
  const file = await readProvisionedDataSource({ fileName: DATA_SOURCE.file });
  const answer = await request.get(`/api/datasources/uid/${DATA_SOURCE.uid}`);
  expect(answer.ok()).toBe(true);
  const stored = await answer.json();
  expect(stored).toMatchObject({
    name: file.name,
    type: file.type,
    readOnly: true,
    secureJsonFields: { apiKey: true },
  });
  expect(JSON.stringify(stored)).not.toContain('secureJsonData"');
});

test('its page is read-only, says so once, and finds the proxy healthy', async ({ gotoDataSourceConfigPage, page }) => {
  await gotoDataSourceConfigPage(DATA_SOURCE.uid);
  await expect(page.getByText(/provision/i)).toHaveCount(1);
  await expect(page.getByLabel('URL')).toBeDisabled();
  await page.getByRole('button', { name: /^(Save & test|Test)$/ }).click();
  await expect(page.getByText(/Connected to the Lopan proxy .*: \d+ KPIs\./)).toBeVisible();
});

test('a wrong address is told in a sentence', async ({ createDataSourceConfigPage, page, baseURL }) => {
  const config = await createDataSourceConfigPage({ type: 'lopan-analytics-datasource' });
  await page.getByLabel('URL').fill('nowhere');
  await expect(page.getByText('The address must start with http:// or https://.')).toBeVisible();
  await page.getByLabel('URL').fill(baseURL ?? '');
  await page.getByLabel('API key').fill('any');
  await expect(config.saveAndTest()).not.toBeOK();
  await expect(config).toHaveAlert('error', { hasText: 'The answer is not from a Lopan proxy' });
});

test('every dashboard of the folder is there and draws without a broken panel', async ({ page, request }) => {
  const found: Array<{ uid: string; url: string }> = await (
    await request.get('/api/search?type=dash-db&tag=lopan')
  ).json();
  expect(found.length).toBeGreaterThan(1);
  for (const { url } of found) {
    await page.goto(url);
    await page.waitForLoadState('networkidle');
    await expect(page.locator('[data-testid="data-testid Panel status error"]'), url).toHaveCount(0);
  }
});
