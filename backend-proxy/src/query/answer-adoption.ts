import { adoptionGrid, type AdoptionCell } from '../domain/adoption';
import type { JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { fetchAdoption } from './adoption-data';
import { customMeta, type QueryContext } from './context';
import { numericFrames } from './numeric';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { AdoptionQuery } from './schema';

const RATE = { unit: 'percent', decimals: 1, min: 0 };

/** `adoption`: the share of users (or seats) that use each feature, by role, week, app version or device type. */
export async function answerAdoption(query: AdoptionQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, {
    groupBy: [],
    filters: ['userRole', 'deviceType', 'appVersion', 'site', 'feature'],
  });
  const { columns, compared, note } = await fetchAdoption(query, context);
  const wanted = query.filters?.feature ?? [];
  const features = context.config.features.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const minN = query.minN ?? 0;
  let withheld = 0;
  const cells = adoptionGrid(features, columns).map((cell): AdoptionCell => {
    if (cell.rate === null || (cell.eligible ?? 0) >= minN) {
      return cell;
    }
    withheld++;
    return { ...cell, rate: null, previousRate: null };
  });
  const notices: Notice[] = [
    ...(note === null ? [] : [{ severity: 'info' as const, text: note }]),
    ...withheldNotices(withheld, minN),
    ...provisionalNotices(columns.map(({ complete }) => complete)),
  ];
  const meta = {
    method: 'distinct',
    comparedFrom: compared && new Date(compared.from).toISOString(),
    comparedTo: compared && new Date(compared.to).toISOString(),
  };
  const by = query.by ?? 'userRole';
  if (query.format === 'numeric') {
    return numericFrames(query, context, {
      title: 'Adoption',
      field: 'rate',
      series: cells.map(({ feature, column, rate, eligible, complete }) => ({
        name: `${feature.title} · ${column}`,
        labels: { feature: feature.id, [by]: column },
        value: rate,
        n: eligible ?? 0,
        complete,
        config: RATE,
      })),
      custom: meta,
      notices,
    });
  }
  const { shown, notices: cut } = limitRows(cells, query, context);
  const custom = customMeta(context, {
    ...meta,
    by,
    n: shown.map(({ eligible }) => eligible ?? 0),
    complete: shown.map(({ complete }) => complete),
  });
  return [
    tableFrame<AdoptionCell>(
      query.refId,
      'Adoption',
      shown,
      [
        { name: 'feature', type: 'string', value: ({ feature }) => feature.id },
        { name: 'title', type: 'string', value: ({ feature }) => feature.title },
        { name: 'column', type: 'string', value: ({ column }) => column },
        { name: 'users', type: 'number', value: ({ users }) => users },
        { name: 'eligible', type: 'number', value: ({ eligible }) => eligible },
        { name: 'rate', type: 'number', config: RATE, value: ({ rate }) => rate },
        { name: 'previous_rate', type: 'number', config: RATE, value: ({ previousRate }) => previousRate },
        { name: 'complete', type: 'boolean', value: ({ complete }) => complete },
      ],
      custom,
      [...cut, ...notices]
    ),
  ];
}
