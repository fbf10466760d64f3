import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';
import { kpiSeries } from '../queries/model';

/** Stands for the row's KPI and the dashboard's range until Grafana fills it in; must reach the address unencoded. */
const PLACEHOLDER = /(\$\{[^}]+\})/;

/** Link from a row or card of a `summary` answer to the same KPI over time in Explore. */
export function exploreLink(config: MixinConfig): DashboardLinkBuilder {
  const query = {
    refId: 'A',
    datasource: { type: config.dataSource.type, uid: config.dataSource.uid },
    ...kpiSeries(['${__data.fields.kpi}']),
  };
  const panes = {
    lopan: { datasource: config.dataSource.uid, queries: [query], range: { from: '${__from}', to: '${__to}' } },
  };
  const encoded = JSON.stringify(panes)
    .split(PLACEHOLDER)
    .map((part) => (PLACEHOLDER.test(part) ? part : encodeURIComponent(part)))
    .join('');
  return new DashboardLinkBuilder('Open ${__data.fields.title} in Explore').url(
    `/explore?schemaVersion=1&orgId=${config.orgId}&panes=${encoded}`
  );
}
