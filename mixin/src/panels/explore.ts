import { DashboardLinkBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';
import { kpiSeries, type LopanQuery } from '../queries/model';

/** Stands for a value of the row or the dashboard's range until Grafana fills it in; must reach the address unencoded. */
const PLACEHOLDER = /(\$\{[^}]+\})/;

/** A data link that opens a query in Explore, over the dashboard's range. */
export function exploreQuery(config: MixinConfig, title: string, query: LopanQuery): DashboardLinkBuilder {
  const { type, uid } = config.dataSource;
  const panes = {
    lopan: {
      datasource: uid,
      queries: [{ refId: 'A', datasource: { type, uid }, ...query }],
      range: { from: '${__from}', to: '${__to}' },
    },
  };
  const encoded = JSON.stringify(panes)
    .split(PLACEHOLDER)
    .map((part) => (PLACEHOLDER.test(part) ? part : encodeURIComponent(part)))
    .join('');
  return new DashboardLinkBuilder(title).url(`/explore?schemaVersion=1&orgId=${config.orgId}&panes=${encoded}`);
}

/** Link from a row or card of a `summary` answer to the same KPI over time in Explore. */
export function exploreLink(config: MixinConfig): DashboardLinkBuilder {
  return exploreQuery(config, 'Open ${__data.fields.title} in Explore', kpiSeries(['${__data.fields.kpi}']));
}
