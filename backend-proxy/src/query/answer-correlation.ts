import { MIN_COMMON_DAYS, type Correlation } from '../domain/correlation';
import { relationInWords } from '../domain/relation';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame, type TableColumn } from '../frames/table';
import { customMeta, type QueryContext } from './context';
import { strongestPairFrame } from './correlation-days';
import {
  BUSINESS_KPIS,
  DRIVER,
  fetchCorrelations,
  TECHNICAL_KPIS,
  type BusinessId,
  type CorrelatedPair,
  type TechnicalId,
} from './correlation-data';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { CorrelationQuery } from './schema';

const COEFFICIENT: FieldConfig = { decimals: 2, min: -1, max: 1 };
const PROBABILITY: FieldConfig = { decimals: 3, min: 0, max: 1 };
const DAYS: FieldConfig = { unit: 'd', decimals: 0, min: 0 };

/** Numbers of a pair beside its n. */
const MEASURES: ReadonlyArray<{ name: string; config: FieldConfig; value: (of: Correlation) => number | null }> = [
  { name: 'n_eff', config: { decimals: 1, min: 0 }, value: ({ effective }) => effective },
  { name: 'r', config: COEFFICIENT, value: ({ r }) => r },
  { name: 'rho', config: COEFFICIENT, value: ({ rho }) => rho },
  { name: 'p', config: PROBABILITY, value: ({ p }) => p },
  { name: 'q', config: PROBABILITY, value: ({ q }) => q },
  { name: 'lag', config: DAYS, value: ({ lag }) => lag },
  { name: 'slope', config: {}, value: ({ slope }) => slope },
  { name: 'intercept', config: {}, value: ({ intercept }) => intercept },
];
const PREDICTIONS: typeof MEASURES = [
  { name: 'predicted', config: { decimals: 2 }, value: ({ predicted }) => predicted },
  { name: 'predicted_low', config: { decimals: 2 }, value: ({ low }) => low },
  { name: 'predicted_high', config: { decimals: 2 }, value: ({ high }) => high },
];

/**
 * `correlation`: how technical metrics go with business metrics, day by day, over the whole dates of the range. As a
 * time series, the days of the pair that goes together most closely, for a scatter plot.
 */
export async function answerCorrelation(query: CorrelationQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: ['userRole', 'deviceType', 'appVersion', 'site'] });
  const asked: { technical: readonly TechnicalId[]; business: readonly BusinessId[] } = {
    technical: query.technical?.length ? query.technical : TECHNICAL_KPIS,
    business: query.business?.length ? query.business : BUSINESS_KPIS,
  };
  const data = await fetchCorrelations(context, query, { ...asked, maxLag: query.maxLag ?? 0 });
  const { pairs, complete, method, notes } = data;
  const minN = query.minN ?? 0;
  const columnOf = ({ name, config, value }: (typeof MEASURES)[number]): TableColumn<CorrelatedPair> => ({
    name,
    type: 'number',
    config,
    value: ({ correlation }) => (correlation.n >= minN ? value(correlation) : null),
  });
  const notices: Notice[] = [
    ...withheldNotices(pairs.filter(({ correlation }) => correlation.n < minN).length, minN),
    ...notes.map((text): Notice => ({ severity: 'info', text })),
    ...(pairs.some(({ correlation }) => correlation.n < MIN_COMMON_DAYS) ? [FEW_DAYS] : []),
    ...(asked.technical.includes(DRIVER.technical) && asked.business.some((id) => id !== DRIVER.business)
      ? [DRIVER_ONLY]
      : []),
    ...(method === 'sketch' ? [SKETCH] : []),
    ...provisionalNotices([complete]),
  ];
  if (query.format === 'timeseries') {
    return [strongestPairFrame(query.refId, context, data, minN, notices)];
  }
  const { shown, notices: cut } = limitRows(pairs, query, context);
  return [
    tableFrame<CorrelatedPair>(
      query.refId,
      'Correlation',
      shown,
      [
        { name: 'technical', type: 'string', value: ({ technical }) => technical.id },
        { name: 'business', type: 'string', value: ({ business }) => business.id },
        { name: 'n', type: 'number', config: { decimals: 0, min: 0 }, value: ({ correlation }) => correlation.n },
        ...MEASURES.map(columnOf),
        { name: 'target', type: 'number', value: ({ technical }) => technical.target },
        ...PREDICTIONS.map(columnOf),
        { name: 'technical_title', type: 'string', value: ({ technical }) => technical.title },
        { name: 'business_title', type: 'string', value: ({ business }) => business.title },
        {
          name: 'relation',
          type: 'string',
          value: ({ technical, business, correlation }) =>
            correlation.n >= minN ? relationInWords(technical.title, business.title, correlation) : null,
        },
      ],
      customMeta(context, {
        n: shown.map(({ correlation }) => correlation.n),
        complete: shown.map(() => complete),
        method,
      }),
      [...cut, ...notices]
    ),
  ];
}

const FEW_DAYS: Notice = {
  severity: 'info',
  text: `Pairs with fewer than ${MIN_COMMON_DAYS} common days are not correlated; a longer range has more.`,
};
const DRIVER_ONLY: Notice = {
  severity: 'info',
  text: 'delivery_performance is compared with customer_satisfaction only.',
};
const SKETCH: Notice = {
  severity: 'info',
  text: 'Daily percentiles are approximate: they come from histograms with at most 1 % relative error.',
};
