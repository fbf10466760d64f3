import type { Page } from 'playwright-core';
import { poll } from './poll';
import { OVERVIEW, RANGE, startHarness, type Harness, type WatchedPage } from './harness';

describe('keyboard only', () => {
  let harness: Harness;
  let open: WatchedPage;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness?.stop());
  beforeEach(async () => {
    open = await harness.open({ path: `${OVERVIEW}?${RANGE}`, width: 1280, theme: 'dark' });
  });
  afterEach(() => open.close());

  it('reaches every control in reading order, each with a name', async () => {
    const names = await walk(open.page, 40);
    const order = ['Dashboard', 'Gallery', 'Switch to the light theme', 'How to get one', 'Role'];
    const places = order.map((name) => names.findIndex((one) => one.startsWith(name)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('reaches the cards and follows them', async () => {
    const card = open.page.getByRole('link', { name: 'Production Efficiency' }).first();
    await card.focus();
    await open.page.keyboard.press('Enter');
    await open.page.getByText('is a part of Grafana').waitFor();
  });

  it('closes and opens a row', async () => {
    const { page } = open;
    const row = page.getByRole('button', { name: 'Performance and business' });
    const panels = page.locator('[data-panel-id]');
    await panels.nth(5).waitFor({ state: 'attached' });
    const before = await panels.count();
    await row.focus();
    await page.keyboard.press('Enter');
    expect(await row.getAttribute('aria-expanded')).toBe('false');
    await panels.nth(before - 1).waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await panels.nth(before - 1).waitFor({ state: 'attached' });
    expect(await panels.count()).toBe(before);
  });

  it('chooses a role', async () => {
    const { page } = open;
    await page.getByRole('combobox', { name: 'Role' }).focus();
    await typeAsSeen(page, 'oper');
    await page.getByRole('option', { name: 'operator' }).waitFor();
    // The list is narrowed a moment after the typing; an arrow key before that would mark another option.
    await page.getByRole('option').nth(2).waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await poll(() => new URL(page.url()).searchParams.getAll('var-role')).toEqual(['operator']);
  });

  it('chooses a range', async () => {
    const { page } = open;
    await page.getByTestId('data-testid TimePicker Open Button').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Last 7 days').waitFor();
    await page.getByRole('checkbox', { name: 'Last 7 days' }).focus();
    await page.keyboard.press('Space');
    await poll(() => new URL(page.url()).searchParams.get('from')).toEqual('now-7d');
  });
});

/**
 * Types into the field that has the focus, each letter once the one before is shown, as people do: Grafana's combobox
 * takes its text over after it is drawn, and loses letters that come sooner while the page around it still loads.
 */
async function typeAsSeen(page: Page, text: string): Promise<void> {
  for (let end = 1; end <= text.length; end++) {
    await page.keyboard.press(text.charAt(end - 1));
    await page.waitForFunction(
      (shown) => (globalThis.document.activeElement as HTMLInputElement | null)?.value === shown,
      text.slice(0, end)
    );
  }
}

/** Presses Tab again and again and names what has the focus. */
async function walk(page: Page, steps: number): Promise<string[]> {
  const names: string[] = [];
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    // `- combobox "Dashboard": …`: the name that assistive technology reads
    const snapshot = (await focused.count()) > 0 ? await focused.ariaSnapshot() : '';
    names.push(/^- [\w-]+ "((?:[^"\\]|\\.)*)"/.exec(snapshot)?.[1] ?? '');
  }
  return names;
}
