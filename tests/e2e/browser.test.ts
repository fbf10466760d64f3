import type { Browser } from 'playwright-core';
import { drawAll, launch, open, picture, type View } from './browser';
import { demoConfig, loadDemo } from './demo';
import { DATA_SOURCE } from './grafana';
import { startSystem, type System } from './system';

const OVERVIEW = '/d/lopan-production-analytics';

describe('Grafana in a browser', () => {
  const config = demoConfig();
  let system: System;
  let browser: Browser;
  let view: View | undefined;

  beforeAll(async () => {
    browser = await launch();
    system = await startSystem({ config: config.file, fill: loadDemo });
  });
  afterEach(async () => {
    await view?.close();
    view = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    config.remove();
  });

  async function show(address: string, width?: number) {
    view = await open(browser, system.grafana, address, width);
    return view;
  }

  it.each([
    { name: 'overview-dark', search: '?theme=dark', width: 1280 },
    { name: 'overview-light', search: '?theme=light&kiosk', width: 1280 },
    { name: 'overview-phone', search: '?theme=dark&kiosk', width: 390 },
  ])('draws $name without an error', async ({ name, search, width }) => {
    const { page, complaints, outside } = await show(OVERVIEW + search, width);
    expect(await drawAll(page)).toEqual([]);
    await picture(page, name);
    expect(await page.getByTestId('analytics-card').count()).toBeGreaterThan(10);
    expect(await page.locator('.uplot canvas').count()).toBeGreaterThanOrEqual(4);
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
  });

  it('draws a KPI in Explore', async () => {
    const query = {
      refId: 'A',
      datasource: { type: 'lopan-analytics-datasource', uid: DATA_SOURCE },
      schemaVersion: 1,
      queryType: 'kpi',
      kpis: ['production_efficiency'],
      groupBy: ['site'],
      format: 'timeseries',
      interval: 'auto',
    };
    const panes = { lopan: { datasource: DATA_SOURCE, queries: [query], range: { from: 'now-30d', to: 'now' } } };
    const search = new URLSearchParams({ schemaVersion: '1', orgId: '1', panes: JSON.stringify(panes) });
    const { page, complaints } = await show(`/explore?${search.toString()}`);
    // Explore scrolls within the window
    await page.setViewportSize({ width: 1280, height: 1300 });
    await page.locator('.uplot canvas').first().waitFor();
    await page
      .getByRole('button', { name: /Production Efficiency · north/ })
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    await picture(page, 'explore');
    expect(complaints).toEqual([]);
  });

  it('tests the data source on its page', async () => {
    const { page, complaints } = await show(`/connections/datasources/edit/${DATA_SOURCE}`);
    await page.getByRole('button', { name: /^(Save & test|Test)$/ }).click();
    await page.getByText('Connected to the Lopan proxy').waitFor();
    await picture(page, 'datasource');
    expect(complaints).toEqual([]);
  });

  it('leads from the start page of the app to the dashboards', async () => {
    const { page, complaints } = await show('/a/lopan-analytics-app');
    await page.getByRole('link', { name: 'Production Analytics' }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('has logged nothing about us at warning or error but the missing signature', () => {
    expect(system.grafana.complaints()).toEqual([]);
  });
});
