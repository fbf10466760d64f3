/** What a person sees on the overview while the proxy fails, and that it goes away with the failure. */
import type { Browser, Page } from 'playwright-core';
import { streamEvent } from '../system/plant';
import type { ProxyProcess } from '../system/proxyProcess';
import { drawAll, launch, open, picture, type View } from './browser';
import { FaultyProxy, type Fault } from './faultyProxy';
import { SENTENCES } from './outage';
import { startSystem, type System } from './system';

const OVERVIEW = '/d/lopan-production-analytics?theme=dark';
const ERRORS = '[data-testid="data-testid Panel status error"]';

/** Some events of the last hours, so that panels have something to show. */
async function fill(proxy: ProxyProcess): Promise<void> {
  const events = Array.from({ length: 200 }, (_, index) => streamEvent(index));
  const { status } = await proxy.send('ingest', 'POST', '/v1/events', { events });
  expect(status).toBe(200);
}

describe('the overview of a proxy that fails', () => {
  let system: System;
  let faulty: FaultyProxy;
  let browser: Browser;
  let view: View;

  beforeAll(async () => {
    browser = await launch();
    system = await startSystem({
      fill,
      front: async (url) => (faulty = await FaultyProxy.start(url)),
    });
    view = await open(browser, system.grafana, OVERVIEW);
    await drawAll(view.page);
  });
  afterAll(async () => {
    await view?.close();
    await browser?.close();
    await system?.stop();
  });

  /** Asks for everything anew, as the refresh button does. */
  async function refresh(page: Page) {
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await page.waitForLoadState('networkidle');
  }

  it.each<Exclude<Fault, 'well' | 'slow'>>(['away', 'rubbish', 401, 429, 500])('says so: %s', async (fault) => {
    const { page } = view;
    faulty.set(fault);
    await refresh(page);
    const mark = page.locator(ERRORS).first();
    await mark.waitFor();
    await mark.hover();
    const told = page.getByText(SENTENCES[fault]).first();
    await told.waitFor();
    expect(await page.locator(ERRORS).count()).toBeGreaterThan(5);
    await picture(page, `outage-${fault}`);
    await page.mouse.move(0, 0);
  });

  it('shows numbers again with the next refresh', async () => {
    const { page } = view;
    faulty.set('well');
    await refresh(page);
    await page.locator(ERRORS).first().waitFor({ state: 'detached' });
    await drawAll(page);
    expect(await page.locator(ERRORS).count()).toBe(0);
    expect(await page.getByTestId('analytics-card').count()).toBeGreaterThan(10);
  });
});
