import { adoptionGrid, type AdoptionCell, type AdoptionColumn, type AdoptionCounts } from '../domain/adoption';
import { withheldParts } from '../domain/suppression';
import type { JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { fetchAdoption } from './adoption-data';
import { customMeta, type QueryContext } from './context';
import { numericFrames } from './numeric';
import { leastPeople, smallGroupNotices } from './privacy';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { AdoptionQuery } from './schema';

const RATE = { unit: 'percent', decimals: 1, min: 0 };

/** A cell of which everything can be withheld. */
type ShownCell = Omit<AdoptionCell, 'users'> & { users: number | null };

/** Names of the columns that too few people stand behind, now or over the range before. */
function smallColumns(
  columns: readonly AdoptionColumn[],
  countsOf: (column: AdoptionColumn) => AdoptionCounts | null,
  least: number
): Set<string> {
  const withheld = withheldParts(
    columns.map((column) => countsOf(column)?.eligible ?? 0),
    least
  );
  return new Set(columns.flatMap(({ name }, index) => (withheld[index] ? [name] : [])));
}

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
  const least = leastPeople(context);
  const small = smallColumns(columns, ({ current }) => current, least);
  const smallBefore = smallColumns(columns, ({ previous }) => previous, least);
  let withheld = 0;
  const cells = adoptionGrid(features, columns).map((whole): ShownCell => {
    if (small.has(whole.column)) {
      return { ...whole, users: null, eligible: null, rate: null, previousRate: null };
    }
    const cell = smallBefore.has(whole.column) ? { ...whole, previousRate: null } : whole;
    if (cell.rate === null || (cell.eligible ?? 0) >= minN) {
      return cell;
    }
    withheld++;
    return { ...cell, rate: null, previousRate: null };
  });
  const notices: Notice[] = [
    ...(note === null ? [] : [{ severity: 'info' as const, text: note }]),
    ...smallGroupNotices('Adoption', small.size + smallBefore.size > 0, least),
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
    tableFrame<ShownCell>(
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
