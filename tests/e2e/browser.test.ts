import type { Browser } from 'playwright-core';
import { boards } from './boards';
import { drawAll, launch, open, picture, type View } from './browser';
import { demoConfig, loadDemo } from './demo';
import { DATA_SOURCE } from './grafana';
import { startSystem, type System } from './system';

/** Names of pictures, by uid; dashboards without one are drawn all the same. */
const PICTURES: Readonly<Record<string, string>> = {
  'lopan-production-analytics': 'overview',
  'lopan-operations': 'operations',
  'lopan-data-health': 'data-health',
};

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

  const views = [
    { view: 'dark', search: '?theme=dark', width: 1280 },
    { view: 'light', search: '?theme=light&kiosk', width: 1280 },
    { view: 'phone', search: '?theme=dark&kiosk', width: 390 },
  ];
  it.each(boards().flatMap(({ uid, title }) => views.map((view) => ({ uid, title, ...view }))))(
    'draws $title without a broken panel ($view)',
    async ({ uid, view, search, width }) => {
      const { page, complaints, outside } = await show(`/d/${uid}${search}`, width);
      expect(await drawAll(page)).toEqual({ failed: [], empty: [] });
      const name = PICTURES[uid];
      if (name) {
        await picture(page, `${name}-${view}`);
      }
      expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
    }
  );

  it('draws every card and chart of the overview', async () => {
    const { page } = await show('/d/lopan-production-analytics');
    await drawAll(page);
    await page.getByTestId('analytics-card').nth(13).waitFor();
    // four lines, the drop-off and the scatter plot; sparklines and the heatmap are no uPlot
    await page.locator('.uplot canvas').nth(5).waitFor();
    await page
      .getByRole('link', { name: /^Higher .* goes with/ })
      .first()
      .waitFor();
  });

  it('keeps role and range on the way to the data, and the role on the way to what happens now', async () => {
    const { page } = await show('/d/lopan-production-analytics?var-role=operator&from=now-7d&to=now');
    await drawAll(page);
    const linkTo = (name: string) => page.getByRole('link', { name, exact: true }).first().getAttribute('href');
    expect(await linkTo('Data health')).toMatch(/from=now-7d&to=now.*var-role=operator/);
    const operations = await linkTo('Operations');
    expect(operations).toContain('var-role=operator');
    expect(operations).not.toContain('from=');
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
