import type { Status, Trend } from '@lopan/catalogue/status';
import type { Direction } from '@lopan/catalogue/types';
import type { Mood } from './card';

/** Every text of the panel in one place, so that a translation has one file to replace. */
export const labels = {
  status: {
    critical: 'Critical',
    warning: 'Warning',
    off_target: 'Off target',
    ok: 'OK',
    no_data: 'No data',
  } satisfies Record<Status, string>,
  trend: { up: 'up', down: 'down', stable: 'stable' } satisfies Record<Trend, string>,
  mood: { good: 'better', bad: 'worse', neutral: '' } satisfies Record<Mood, string>,
  goalSign: { higher: '≥', lower: '≤' } satisfies Record<Direction, string>,
  /** The same where the target itself counts as missed. */
  exclusiveGoalSign: { higher: '>', lower: '<' } satisfies Record<Direction, string>,
  demo: 'Demo data: a simulated plant, not yours',
  target: 'Target',
  asOf: 'as of',
  count: (n: number) => `n = ${n}`,
  stale: 'Stale',
  staleHint: 'The value is older than this panel tolerates.',
  provisional: 'Provisional',
  provisionalHint: 'The period is not over or late events may still arrive; the value can change.',
  comparedWith: (previous: string | null, dates: string | null) =>
    `Compared with ${previous ?? 'the previous period'}${dates ? ` (${dates})` : ''}`,
  noValue: 'No data',
  empty: 'The query returned no values.',
  undrawable: 'Cards need a summary query or at least one number field.',
  cards: 'Analytics cards',
  loading: 'Loading cards',
  failed: (messages: string) => `The query failed: ${messages}`,
  failedQueries: (messages: string) => `Some queries failed: ${messages}`,
  links: (title: string) => `Links of ${title}`,
  asTable: 'Show as table',
  asDrawing: 'Show as cards',
  table: {
    kpi: 'KPI',
    value: 'Value',
    rawValue: 'Value (number)',
    status: 'Status',
    target: 'Target',
    change: 'Change',
    n: 'n',
    asOf: 'As of',
    note: 'Note',
  },
  twin: {
    caption: 'Analytics cards as a table',
    copy: 'Copy CSV',
    download: 'Download CSV',
    fileName: 'analytics-cards.csv',
  },
};
