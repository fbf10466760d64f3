import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder, TextMode } from '@grafana/grafana-foundation-sdk/text';
import { runbookPanelId } from '../alerts/links';
import type { Alert } from '../alerts/types';
import { runbookText } from '../docs/runbookPage';
import { board } from './board';
import type { Line } from './grid';
import { RUNBOOKS_UID } from './ids';

/** Ids of the rows start here, below those of the pages. */
const FIRST_ROW = 1000;

/** The runbooks inside Grafana, where the links of notifications lead: readable wherever the rules are. */
export function runbooks(alerts: readonly Alert[]): Dashboard {
  const groups = [...new Set(alerts.map((alert) => alert.group))];
  return board({
    uid: RUNBOOKS_UID,
    title: 'Runbooks',
    description: 'What each alert of Lopan Analytics means and what to do about it.',
    from: 'now-30d',
    sections: groups.map((title, index) => ({ id: FIRST_ROW + index, title, lines: linesOf(alerts, title) })),
  });
}

function linesOf(alerts: readonly Alert[], group: string): Line[] {
  const panels = alerts.flatMap((alert) =>
    alert.group === group
      ? [
          new PanelBuilder()
            .id(runbookPanelId(alert.rule.uid))
            .title(alert.heading)
            .description(alert.runbook.impact)
            .mode(TextMode.Markdown)
            .content(runbookText(alert)),
        ]
      : []
  );
  // Two columns: a page is read more easily when its lines are short.
  return Array.from({ length: Math.ceil(panels.length / 2) }, (_, index) => ({
    height: 20,
    panels: panels.slice(2 * index, 2 * index + 2),
  }));
}
