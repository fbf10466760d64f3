/** Names as an attacker with an ingest key may send them, in every text of every answer, drawn, pointed at and exported. */
import fs from 'node:fs';
import { OVERVIEW, RANGE, startHarness, type Harness, type WatchedPage } from './harness';

/** Each part would set a flag, ask somebody else or run in a spreadsheet, if it were taken for more than text. */
const NAME =
  '=HYPERLINK("http://localhost/","x")<img src=x onerror="window.hurt=1"><script>window.hurt=1</script><svg onload="window.hurt=1">';

/** Columns and settings that hold names and sentences. */
const TEXTS = /^(title|note|description|feature|column|site|user_role|detail|displayNameFromDS|name_of_relation|text)$/;

interface Field {
  name: string;
  type: string;
}

/** Puts the name into texts, wherever a frame has them; values keep a number, so that they stay apart. */
function poison(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => poison(item, key));
  }
  if (typeof value === 'object' && value !== null) {
    if ('schema' in value && 'data' in value) {
      return poisonFrame(value as { schema: { fields: Field[] }; data: { values: unknown[][] } });
    }
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
  }
  return typeof value === 'string' && TEXTS.test(key) ? NAME : value;
}

function poisonFrame({ schema, data }: { schema: { fields: Field[] }; data: { values: unknown[][] } }): unknown {
  const values = data.values.map((column, index) => {
    const { name, type } = schema.fields[index] ?? { name: '', type: '' };
    return type === 'string' && TEXTS.test(name)
      ? column.map((item, row) => (item === null ? item : `${NAME} ${row}`))
      : column;
  });
  return { schema: poison(schema), data: { ...data, values } };
}

describe('hostile names', () => {
  let harness: Harness;
  let open: WatchedPage;
  beforeAll(async () => {
    harness = await startHarness();
    open = await harness.open({ path: '/gallery?state=none', width: 1280, theme: 'dark' });
    await open.page.route('**/api/ds/query*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: poison(await response.json()) });
    });
    await open.page.goto(`${harness.url}${OVERVIEW}?${RANGE}&var-role=${encodeURIComponent(NAME)}`);
    await open.page.getByText('=HYPERLINK').first().waitFor();
  });
  afterAll(() => harness?.stop());

  const isUnhurt = async () => {
    expect(await open.page.evaluate(() => Reflect.get(window, 'hurt'))).toBeUndefined();
    expect(await open.page.locator('img[src="x"], svg[onload]').count()).toBe(0);
    expect(open.outside).toEqual([]);
  };

  it('are drawn as text', isUnhurt);

  it('are text in tooltips, too', async () => {
    const panels = open.page.locator('[data-panel-id]');
    for (let index = 0; index < (await panels.count()); index++) {
      const panel = panels.nth(index);
      await panel.scrollIntoViewIfNeeded();
      const box = await panel.boundingBox();
      for (const [x, y] of [
        [0.15, 0.1],
        [0.3, 0.5],
        [0.6, 0.6],
      ] as const) {
        await open.page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * x, (box?.y ?? 0) + (box?.height ?? 0) * y);
        await open.page.waitForTimeout(150);
      }
    }
    await isUnhurt();
  });

  it('are no formula in an exported file', async () => {
    const asTable = open.page.getByRole('button', { name: 'Show as table' });
    const ids = await open.page
      .locator('[data-panel-id]')
      .filter({ has: asTable })
      .evaluateAll((all) => all.map((panel) => panel.getAttribute('data-panel-id')));
    const panel = open.page.locator(`[data-panel-id="${ids[0]}"]`);
    await panel.getByRole('button', { name: 'Show as table' }).click();
    const download = open.page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Download CSV' }).click();
    const text = fs.readFileSync(await (await download).path(), 'utf8');
    expect(text).toContain('HYPERLINK');
    expect(text).not.toMatch(/(^|,|\n)"?[=+@]/);
    await isUnhurt();
  });
});
