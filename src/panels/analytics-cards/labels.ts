import type { Status, Trend } from '@lopan/catalogue/status';
import type { Direction } from '@lopan/catalogue/types';
import type { ChoiceText } from '../../common/choices';
import type { Mood } from './card';
import type { CardLayout, ChangeUnit } from './types';

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
  points: (change: string) => `${change} pp`,
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
  /** How many there are, in the sentence for screen readers. */
  values: (count: number) => `${count} ${count === 1 ? 'value' : 'values'}`,
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
  /** The panel's options in the editor. */
  options: {
    categories: { layout: 'Layout', content: 'Content' },
    columns: { name: 'Columns', description: '0 chooses by the size of the panel.' },
    layout: { name: 'Cards' },
    layouts: {
      standard: { label: 'Standard' },
      compact: { label: 'Compact', description: 'Less height, no sparkline and no small print.' },
    } satisfies Record<CardLayout, ChoiceText>,
    calculation: {
      name: 'Value of a time series',
      description: 'Which value of a series the card shows. Summary tables carry their value and ignore this.',
    },
    calculations: {
      lastNotNull: { label: 'Last' },
      firstNotNull: { label: 'First' },
      min: { label: 'Lowest' },
      max: { label: 'Highest' },
      mean: { label: 'Mean', description: 'Mean of the buckets, which for a ratio is not the ratio.' },
      sum: { label: 'Sum' },
    } satisfies Record<string, ChoiceText>,
    showTrend: { name: 'Trend' },
    changeUnit: {
      name: 'Change of percent KPIs',
      description: 'From 80% to 84%: a change of 5%, or of 4 percentage points.',
    },
    changeUnits: {
      percent: { label: 'Percent' },
      points: { label: 'Percentage points' },
    } satisfies Record<ChangeUnit, ChoiceText>,
    showTarget: { name: 'Target' },
    showStatus: { name: 'Status' },
    showSparkline: { name: 'Sparkline' },
    showAsOf: { name: 'Time of the value' },
    showCount: { name: 'Number of observations' },
    staleAfterMinutes: {
      name: 'Stale after (minutes)',
      description: 'Marks values that end this long before the range does. 0 marks none.',
    },
  },
};
