import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { DATA_HEALTH_UID, OPERATIONS_UID, OVERVIEW_UID, RUNBOOKS_UID } from './ids';

const BOARDS = [
  { uid: OVERVIEW_UID, title: 'Production Analytics', icon: 'dashboard', tooltip: 'How the plant does' },
  { uid: OPERATIONS_UID, title: 'Operations', icon: 'bolt', tooltip: 'What happens now' },
  { uid: DATA_HEALTH_UID, title: 'Data health', icon: 'info', tooltip: 'Whether the numbers can be trusted' },
  { uid: RUNBOOKS_UID, title: 'Runbooks', icon: 'doc', tooltip: 'What to do about an alert' },
];

/**
 * Links from a dashboard to its siblings. They keep the choice of the variables, and the range too, except to and from
 * "Operations": that is about now, and its few hours would leave the calendar KPIs of the others without a whole date.
 * Whoever wants to see an earlier moment there gets to it from a point of a chart, with the range.
 */
export function siblingLinks(uid: string): Array<Builder<DashboardLink>> {
  return BOARDS.filter((board) => board.uid !== uid).map(({ uid: other, title, icon, tooltip }) =>
    new DashboardLinkBuilder(title)
      .type(DashboardLinkType.Link)
      .url(`/d/${other}`)
      .icon(icon)
      .tooltip(tooltip)
      .includeVars(true)
      .keepTime(uid !== OPERATIONS_UID && other !== OPERATIONS_UID)
  );
}

/** Two days in ms, around a point: whatever the bucket it stands for, up to a day, is in sight. */
const WINDOW_MS = 172_800_000;

/** From a point of a chart to "Operations" around it. @param site the site of the line, empty on a total */
export function operationsLink(site: string): DashboardLink {
  const narrowed = site === '' ? '' : `&var-site=${site}`;
  return new DashboardLinkBuilder('See this time in Operations')
    .url(`/d/${OPERATIONS_UID}?time=\${__value.time}&time.window=${WINDOW_MS}&\${role:queryparam}${narrowed}`)
    .build();
}
