import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { kpiOf, type MixinConfig } from '../config';
import { activeUsers } from '../panels/activeUsers';
import { cardsPanel } from '../panels/cards';
import { diagnosticsTable } from '../panels/diagnostics';
import { firingAlerts } from '../panels/firing';
import { kpiOverTime } from '../panels/kpiOverTime';
import { limitsSentence } from '../panels/limits';
import { board } from './board';
import type { Section } from './grid';
import { OPERATIONS_PANELS, OPERATIONS_UID } from './ids';
import { releases } from './releases';
import { BY_ROLE_AND_SITE, roleVariable, siteVariable } from './variables';

/** What a shift watches at each site. */
const WATCHED = ['production_efficiency', 'quality_index'];
/** Enough for six hours in buckets of 5 minutes; a day is drawn in quarters of an hour, a month by the day. */
const POINTS = 100;
const HOUR_MS = 3_600_000;

/** The view of the shift: the last hours, site by site, and what fires. */
export function operations(config: MixinConfig): Dashboard {
  return board({
    uid: OPERATIONS_UID,
    title: 'Operations',
    description: 'What happens now: the last hours in the real-time window, site by site, and the alerts that fire.',
    from: 'now-6h',
    refresh: '10s',
    variables: [roleVariable(config), siteVariable(config)],
    annotations: [releases(config, [OPERATIONS_PANELS.crashFreeRate, OPERATIONS_PANELS.launchTime])],
    sections: [now(config), production(config), app(config)],
  });
}

function now(config: MixinConfig): Section {
  const limits = WATCHED.map((id) => kpiOf(config, id)).map((kpi) => `${kpi.title}: ${limitsSentence(kpi)}`);
  const sites = cardsPanel(config, {
    id: OPERATIONS_PANELS.sites,
    title: 'Sites',
    description: `Each site over the range, against the range of the same length before. ${limits.join(' ')}`,
    kpis: WATCHED,
    by: 'site',
    filters: BY_ROLE_AND_SITE,
    columns: 2,
  });
  return {
    id: OPERATIONS_PANELS.nowRow,
    title: 'Now',
    lines: [{ height: 10, panels: [sites, firingAlerts(config, OPERATIONS_PANELS.firing)], widths: [16, 8] }],
  };
}

function production(config: MixinConfig): Section {
  const chart = (id: number, kpi: string): ReturnType<typeof kpiOverTime> =>
    kpiOverTime(config, {
      id,
      kpi: kpiOf(config, kpi),
      by: ['site'],
      hasTotal: false,
      filters: BY_ROLE_AND_SITE,
      points: POINTS,
      bridgeMs: 2 * HOUR_MS,
    });
  return {
    id: OPERATIONS_PANELS.productionRow,
    title: 'Production, in buckets of 5 minutes',
    lines: [
      {
        height: 9,
        panels: [
          chart(OPERATIONS_PANELS.productionEfficiency, 'production_efficiency'),
          chart(OPERATIONS_PANELS.qualityIndex, 'quality_index'),
        ],
      },
    ],
  };
}

function app(config: MixinConfig): Section {
  const chart = (id: number, kpi: string): ReturnType<typeof kpiOverTime> =>
    kpiOverTime(config, {
      id,
      kpi: kpiOf(config, kpi),
      title: `${kpiOf(config, kpi).title} by version`,
      by: ['appVersion'],
      hasTotal: false,
      filters: BY_ROLE_AND_SITE,
      interval: '1h',
      points: POINTS,
      bridgeMs: 3 * HOUR_MS,
    });
  return {
    id: OPERATIONS_PANELS.appRow,
    title: 'App and people',
    lines: [
      {
        height: 9,
        panels: [
          activeUsers(config, OPERATIONS_PANELS.activeUsers),
          chart(OPERATIONS_PANELS.crashFreeRate, 'crash_free_rate'),
          chart(OPERATIONS_PANELS.launchTime, 'launch_time'),
        ],
      },
      { height: 7, panels: [diagnosticsTable(config, OPERATIONS_PANELS.diagnostics)] },
    ],
  };
}
