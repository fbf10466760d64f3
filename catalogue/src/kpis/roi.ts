import { defineKpi, EVENT_GROUPS, PERCENT } from './define';

const owner = 'finance';

/** Return on investment; all three need `roi.baseline` in the configuration. */
export const ROI_KPIS = [
  defineKpi({
    id: 'roi_percent',
    title: 'Business ROI (percent)',
    description: 'Mean improvement in time, errors and retention over the baseline.',
    formula: '(time % + error % + retention %) / 3 against the configured baseline',
    ...PERCENT,
    min: undefined,
    max: undefined,
    direction: 'higher',
    source: 'composite',
    groups: EVENT_GROUPS,
    owner,
  }),
  defineKpi({
    id: 'roi_value',
    title: 'Business ROI',
    description: 'Yearly value of the time and the errors saved.',
    formula: 'hours saved a year · hourly rate + annual error savings',
    unit: 'currency',
    displayUnit: 'currency',
    format: 'currency',
    decimals: 0,
    direction: 'higher',
    source: 'composite',
    groups: EVENT_GROUPS,
    owner,
  }),
  defineKpi({
    id: 'roi_hours',
    title: 'Hours Saved',
    description: 'Working hours saved a year against the configured baseline.',
    formula: '(baseline − measured task seconds per user and day) / 3600 · users · workdays per year',
    unit: 'hours per year',
    displayUnit: 'suffix: h/yr',
    format: 'number',
    decimals: 1,
    direction: 'higher',
    source: 'composite',
    groups: EVENT_GROUPS,
    owner,
  }),
];
