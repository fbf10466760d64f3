import { fetchStepHits } from '../db/read-models/funnel';
import { DAY_MS, HOUR_MS } from '../domain/calendar';
import { funnelOf, furthestRun, type FunnelStep, type StepHits } from '../domain/funnel';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, QueryError, type QueryContext } from './context';
import { durationMs } from './duration';
import { groupColumns } from './groups';
import { cubeDimensions } from './kpi-answer';
import { numericFrames } from './numeric';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { FunnelQuery } from './schema';

const KNOWN = ['userRole', 'deviceType', 'appVersion', 'site'] as const;
const DEFAULT_WINDOW = '7d';
const SHORTEST_MS = HOUR_MS;
const LONGEST_MS = 30 * DAY_MS;
/** Hits that a funnel reads for each row that an answer may have: a million by default. */
const HITS_PER_ROW = 20;

const PERCENT: FieldConfig = { unit: 'percent', decimals: 1, min: 0, max: 100 };
const MEASURES: ReadonlyArray<{
  name: string;
  title: string;
  config: FieldConfig;
  value: (step: FunnelStep) => number | null;
}> = [
  { name: 'users', title: 'Users', config: { decimals: 0, min: 0 }, value: ({ users }) => users },
  { name: 'conversion', title: 'Conversion', config: PERCENT, value: ({ conversion }) => conversion },
  {
    name: 'step_conversion',
    title: 'From the step before',
    config: PERCENT,
    value: ({ stepConversion }) => stepConversion,
  },
  {
    name: 'median_seconds',
    title: 'Median time from the step before',
    config: { unit: 's', decimals: 1, min: 0 },
    value: ({ medianSeconds }) => medianSeconds,
  },
];

/** A step of one group's funnel with the name that the query gave it. */
interface FunnelRow extends FunnelStep {
  group: string[];
  name: string;
  title: string;
  /** Users who began. */
  n: number;
}

function windowOf({ window = DEFAULT_WINDOW }: FunnelQuery): number {
  const ms = durationMs(window);
  if (ms < SHORTEST_MS || ms > LONGEST_MS) {
    throw new QueryError(400, `window must be from 1h to 30d, not ${window}.`);
  }
  return ms;
}

/** Takes away what too few users stand behind: shares of those who began, shares and times of the step before. */
function withhold(rows: readonly FunnelRow[], minN: number): { rows: FunnelRow[]; withheld: number } {
  let withheld = 0;
  const shown = rows.map((row, index) => {
    const before = row.step === 1 ? row.n : (rows[index - 1]?.users ?? 0);
    const few = { all: row.n < minN, step: before < minN, own: row.users < minN };
    if ((few.all && row.conversion !== null) || (few.step && row.stepConversion !== null)) {
      withheld++;
    }
    return {
      ...row,
      conversion: few.all ? null : row.conversion,
      stepConversion: few.step ? null : row.stepConversion,
      medianSeconds: few.own ? null : row.medianSeconds,
    };
  });
  return { rows: shown, withheld };
}

function rowsOf(query: FunnelQuery, { config }: QueryContext, hits: readonly StepHits[]): FunnelRow[] {
  const window = windowOf(query) * 1000;
  const groups = new Map<string, { group: string[]; runs: number[][] }>();
  if ((query.groupBy ?? []).length === 0) {
    groups.set('[]', { group: [], runs: [] });
  }
  for (const user of hits) {
    const run = furthestRun(user.steps, window);
    if (run.length > 0) {
      const key = JSON.stringify(user.group);
      const own = groups.get(key) ?? { group: user.group, runs: [] };
      own.runs.push(run);
      groups.set(key, own);
    }
  }
  const titles = new Map(config.features.map(({ id, title }) => [id, title]));
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { group, runs }]) =>
      funnelOf(runs, query.steps.length).map((step) => {
        const name = query.steps[step.step - 1] ?? '';
        return { ...step, group, name, title: titles.get(name) ?? name, n: runs.length };
      })
    );
}

/** `funnel`: how many users reach each of some features or screens in their order, within a window of the first. */
export async function answerFunnel(query: FunnelQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: KNOWN, filters: KNOWN });
  const groupBy = query.groupBy ?? [];
  windowOf(query);
  const maxHits = context.config.query.maxRows * HITS_PER_ROW;
  const hits = await fetchStepHits(context.snapshot, {
    range: context.range,
    steps: query.steps,
    groupBy: cubeDimensions(groupBy),
    filters: query.filters ?? {},
    maxHits,
  });
  if (hits === null) {
    throw new QueryError(
      400,
      `The steps of the funnel were reached more than ${maxHits} times in the range (${HITS_PER_ROW} × query.max_rows); ask for a shorter range or filter it.`
    );
  }
  const minN = query.minN ?? 0;
  const { rows, withheld } = withhold(rowsOf(query, context, hits), minN);
  const complete = isComplete(context.range.to, context);
  const notices: Notice[] = [...withheldNotices(withheld, minN), ...provisionalNotices(rows.map(() => complete))];
  if (query.format === 'numeric') {
    return numericFrames(query, context, {
      title: 'Funnel',
      field: 'value',
      series: rows.flatMap((row) =>
        MEASURES.map((measure) => ({
          name: [measure.title, `${row.step}. ${row.title}`, ...row.group].join(' · '),
          labels: {
            metric: measure.name,
            step: String(row.step),
            name: row.name,
            ...Object.fromEntries(groupBy.map((name, index) => [name, row.group[index] ?? ''])),
          },
          value: measure.value(row),
          n: row.n,
          complete,
          config: measure.config,
        }))
      ),
      custom: { method: 'distinct' },
      notices,
    });
  }
  const { shown, notices: cut } = limitRows(rows, query, context);
  const custom = customMeta(context, {
    n: shown.map(({ n }) => n),
    complete: shown.map(() => complete),
    method: 'distinct',
  });
  return [
    tableFrame<FunnelRow>(
      query.refId,
      'Funnel',
      shown,
      [
        ...groupColumns<FunnelRow>(groupBy, ({ group }) => group),
        { name: 'step', type: 'number', value: ({ step }) => step },
        { name: 'name', type: 'string', value: ({ name }) => name },
        ...MEASURES.map(({ name, config, value }) => ({ name, type: 'number' as const, config, value })),
        { name: 'title', type: 'string', value: ({ title }) => title },
      ],
      custom,
      [...cut, ...notices]
    ),
  ];
}
