import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';

/** Alerts shown at most. */
const MOST = 20;
/** How Grafana's alert list names "the most important first". */
const BY_IMPORTANCE = 3;

/** What fires now: Grafana's own alert list, narrowed to the rules of our folder. */
export function firingAlerts(config: MixinConfig, id: number): PanelBuilder {
  return new PanelBuilder()
    .type('alertlist')
    .id(id)
    .title('What fires now')
    .description(
      `Alerts of the folder "${config.folder}" that fire or are about to, the most important first. Empty is good. An ` +
        'alert opens its rule; what to do about it is on the dashboard "Runbooks".'
    )
    .options({
      viewMode: 'list',
      groupMode: 'default',
      groupBy: [],
      maxItems: MOST,
      sortOrder: BY_IMPORTANCE,
      dashboardAlerts: false,
      alertName: '',
      alertInstanceLabelFilter: `{grafana_folder="${config.folder}"}`,
      datasource: 'grafana',
      showInstances: false,
      showInactiveAlerts: false,
      stateFilter: { firing: true, pending: true, recovering: true, error: true, noData: false, normal: false },
    });
}
