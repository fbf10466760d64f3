import { expect, test } from '@grafana/plugin-e2e';
import { DATA_SOURCE } from './names';

test('annotations show releases unless another query is chosen', async ({ annotationEditPage, page }) => {
  await annotationEditPage.datasource.set(DATA_SOURCE.name);
  await expect(page.getByText('First sight of each app version, for annotations').first()).toBeVisible();
  const answer = await annotationEditPage.runQuery();
  expect(answer.request().postDataJSON().queries).toMatchObject([{ queryType: 'releases' }]);
  expect(Object.values((await answer.json()).results)).toMatchObject([{ status: 200 }]);
});
