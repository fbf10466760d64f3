/** The states of the analytics cards: data first, which is why it is long. */
import { FieldType, LoadingState, createDataFrame, type DataFrame, type FieldConfigSource } from '@grafana/data';
import type { GalleryState } from './states';
import { GALLERY_NOW, summaryFrame, type SummaryRow } from './summary';

const efficiency: SummaryRow = {
  kpi: 'production_efficiency',
  title: 'Production Efficiency',
  value: 88.5,
  status: 'ok',
  previous: 86,
};
const engagement: SummaryRow = {
  kpi: 'engagement_score',
  title: 'User Engagement',
  value: 71.2,
  unit: 'score 0–100',
  displayUnit: 'none',
  format: 'score',
  target: null,
  threshold: null,
  status: 'ok',
  previous: 71.5,
};
const launch: SummaryRow = {
  kpi: 'launch_time',
  title: 'App Launch Time',
  value: 1.62,
  unit: 'seconds',
  displayUnit: 's',
  format: 'number',
  decimals: 2,
  target: 1.5,
  threshold: null,
  direction: 'lower',
  status: 'off_target',
  previous: 1.48,
};
const roi: SummaryRow = {
  kpi: 'roi_value',
  title: 'Business ROI',
  value: 236_912,
  unit: 'USD',
  displayUnit: 'currencyUSD',
  format: 'currency',
  decimals: 0,
  target: null,
  threshold: null,
  status: 'ok',
  previous: 305_000,
};
const unconfigured: SummaryRow = {
  ...roi,
  value: null,
  previous: null,
  n: 0,
  status: 'no_data',
  note: 'Set analytics.roi.baseline.task_seconds_per_user_day and errors_per_1000 to get this value.',
};

const FOUR = [efficiency, engagement, launch, roi];

const STATUSES: SummaryRow[] = [
  { ...efficiency, title: 'Critical', value: 55, status: 'critical' },
  { ...efficiency, title: 'Warning', value: 72, status: 'warning' },
  { ...efficiency, title: 'Off target', value: 84.96, status: 'off_target' },
  { ...efficiency, title: 'OK', value: 91, status: 'ok' },
  { ...efficiency, title: 'No data', value: null, status: 'no_data', n: 0 },
];

/** The most cards that anybody has asked for: a KPI of each line of a large plant. */
const HUGE_COUNT = 200;
const HUGE = Array.from({ length: HUGE_COUNT }, (_, index): SummaryRow => {
  const row = FOUR[index % FOUR.length] ?? efficiency;
  return { ...row, kpi: `${row.kpi}_${index}`, title: `${row.title} of line ${index + 1}` };
});

/** Links of the value to what is behind it. */
const linked = (...titles: string[]): FieldConfigSource => ({
  defaults: { links: titles.map((title) => ({ title, url: '/explore?kpi=${__data.fields.kpi}' })) },
  overrides: [],
});

const LONG: SummaryRow[] = [
  { ...efficiency, title: 'Production Efficiency of the first assembly line', complete: false },
  { ...launch, title: 'Time to the first screen after a cold start' },
];

const DAY = 86_400_000;

function series(name: string, base: number): DataFrame {
  const times = Array.from({ length: 30 }, (_, index) => GALLERY_NOW - (29 - index) * DAY);
  return createDataFrame({
    refId: 'A',
    name,
    fields: [
      { name: 'time', type: FieldType.time, values: times },
      {
        name: 'production_efficiency',
        type: FieldType.number,
        labels: { kpi: 'production_efficiency', site: name },
        values: times.map((_, index) => (index === 7 ? null : base + 4 * Math.sin(index / 4))),
        config: {
          displayNameFromDS: `Production Efficiency · ${name}`,
          unit: 'percent',
          decimals: 1,
          custom: { target: 85, threshold: 75, direction: 'higher' },
        },
      },
    ],
  });
}

export const CARD_STATES: GalleryState[] = [
  { name: 'full', title: 'Four KPIs, one in each format', series: [summaryFrame(FOUR)] },
  { name: 'statuses', title: 'Every status', series: [summaryFrame(STATUSES)] },
  {
    name: 'partial',
    title: 'A KPI without configuration, one that is not complete, one without a previous period',
    series: [summaryFrame([{ ...efficiency, complete: false }, { ...launch, previous: null }, unconfigured])],
  },
  { name: 'single', title: 'One giant number', series: [summaryFrame([efficiency])] },
  { name: 'wall', title: 'One number on a wall', height: 620, series: [summaryFrame([efficiency])] },
  { name: 'phone', title: 'Two columns on a phone', width: 340, height: 260, series: [summaryFrame(FOUR)] },
  { name: 'series', title: 'Time series, one card each', series: [series('north', 90), series('south', 78)] },
  { name: 'statuses-small', title: 'Every status, small', width: 340, height: 230, series: [summaryFrame(STATUSES)] },
  { name: 'long', title: 'Long titles on a phone', width: 340, height: 330, series: [summaryFrame(LONG)] },
  {
    name: 'marks',
    title: 'Not complete, old, with n and changes in points',
    options: { staleAfterMinutes: 30, showCount: true, changeUnit: 'points' },
    series: [summaryFrame([{ ...efficiency, complete: false, asOf: GALLERY_NOW - DAY }, engagement])],
  },
  { name: 'compact', title: 'Compact', height: 160, options: { layout: 'compact' }, series: [summaryFrame(FOUR)] },
  { name: 'link', title: 'A data link', fieldConfig: linked('Explore'), series: [summaryFrame([efficiency, launch])] },
  {
    name: 'links',
    title: 'Two data links',
    fieldConfig: linked('Explore', 'Details'),
    series: [summaryFrame([efficiency, launch])],
  },
  { name: 'huge', title: 'Two hundred cards', series: [summaryFrame(HUGE)] },
  { name: 'loading', title: 'First answer under way', state: LoadingState.Loading, series: [] },
  { name: 'refreshing', title: 'Next answer under way', state: LoadingState.Loading, series: [summaryFrame(FOUR)] },
  {
    name: 'failing',
    title: 'One of two queries has failed',
    state: LoadingState.Error,
    error: 'The range is too long: at most 400 days',
    series: [summaryFrame(FOUR)],
  },
  { name: 'empty', title: 'An answer without rows', series: [summaryFrame([])] },
  { name: 'none', title: 'No answer at all', series: [] },
  {
    name: 'error',
    title: 'The query has failed',
    state: LoadingState.Error,
    error: 'The proxy at http://127.0.0.1:4000 does not answer: connect ECONNREFUSED',
    series: [],
  },
];
