import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';
import { freshnessTable, sinceLastEvent } from '../panels/freshness';
import { intakeTotals, lastRetention, proxyHealth, rejectsTable } from '../panels/intake';
import { board } from './board';
import { DATA_HEALTH_PANELS, DATA_HEALTH_UID } from './ids';

/**
 * Whether the numbers can be trusted: what came, what did not, and how proxy and database do. Everything here is about
 * the present or about all that is kept; the range is that of the overview, for the way back.
 */
export function dataHealth(config: MixinConfig): Dashboard {
  const { freshness } = DATA_HEALTH_PANELS;
  return board({
    uid: DATA_HEALTH_UID,
    title: 'Data health',
    description: 'Whether the numbers can be trusted: how current the events are, what was refused, lost or late.',
    from: 'now-30d',
    refresh: '1m',
    sections: [
      {
        id: DATA_HEALTH_PANELS.freshnessRow,
        title: 'Freshness',
        lines: [
          { height: 5, panels: [sinceLastEvent(DATA_HEALTH_PANELS.sinceLastEvent, freshness)] },
          { height: 8, panels: [freshnessTable(config, freshness)] },
        ],
      },
      {
        id: DATA_HEALTH_PANELS.intakeRow,
        title: 'Intake',
        lines: [
          {
            height: 8,
            panels: [
              intakeTotals(DATA_HEALTH_PANELS.intake, freshness),
              rejectsTable(config, DATA_HEALTH_PANELS.rejects),
            ],
            widths: [9, 15],
          },
        ],
      },
      {
        id: DATA_HEALTH_PANELS.proxyRow,
        title: 'Proxy and database',
        lines: [
          {
            height: 6,
            panels: [
              proxyHealth(config, DATA_HEALTH_PANELS.proxy),
              lastRetention(DATA_HEALTH_PANELS.retention, freshness),
            ],
            widths: [19, 5],
          },
        ],
      },
    ],
  });
}
