import { fetchDiagnostics, type Diagnostic } from '../db/read-models/diagnostics';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, type QueryContext } from './context';
import { provisionalNotices, refuseDimensions } from './rows';
import type { DiagnosticsQuery } from './schema';

const COUNT: FieldConfig = { decimals: 0, min: 0 };

/** `diagnostics`: crashes, hangs and errors of the range by kind, reason and screen. */
export async function answerDiagnostics(query: DiagnosticsQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: ['userRole', 'deviceType', 'appVersion', 'site'] });
  const limit = Math.min(query.limit ?? Infinity, context.config.query.maxRows);
  const { snapshot, range } = context;
  const { diagnostics, total } = await fetchDiagnostics(snapshot, range, query.filters ?? {}, limit);
  const complete = isComplete(range.to, context);
  const text = `${total} rows were found and ${limit} are shown (query.max_rows or limit).`;
  const notices: Notice[] = [
    ...(total > diagnostics.length ? [{ severity: 'warning' as const, text }] : []),
    ...provisionalNotices([complete]),
  ];
  return [
    tableFrame<Diagnostic>(
      query.refId,
      'Diagnostics',
      diagnostics,
      [
        { name: 'kind', type: 'string', value: ({ kind }) => kind },
        { name: 'reason', type: 'string', value: ({ reason }) => reason },
        { name: 'screen', type: 'string', value: ({ screen }) => screen },
        { name: 'count', type: 'number', config: COUNT, value: ({ count }) => count },
        { name: 'users', type: 'number', config: COUNT, value: ({ users }) => users },
        { name: 'first', type: 'time', value: ({ first }) => first },
        { name: 'last', type: 'time', value: ({ last }) => last },
        { name: 'app_versions', type: 'string', value: ({ appVersions }) => appVersions.join(', ') },
      ],
      customMeta(context, {
        n: diagnostics.map(({ count }) => count),
        complete: diagnostics.map(() => complete),
        method: 'sum',
      }),
      notices
    ),
  ];
}
