import { fetchStepHits } from '../db/read-models/funnel';
import { DAY_MS, HOUR_MS } from '../domain/calendar';
import { funnelOf, furthestRun, type FunnelStep, type StepHits } from '../domain/funnel';
import { withheldParts } from '../domain/suppression';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, QueryError, type QueryContext } from './context';
import { durationMs } from './duration';
import { groupColumns } from './groups';
import { cubeDimensions } from './kpi-answer';
import { numericFrames } from './numeric';
import { leastPeople, smallGroupNotices } from './privacy';
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
  value: (step: ShownRow) => number | null;
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

/** The same where everything can be withheld. */
interface ShownRow extends Omit<FunnelRow, 'users'> {
  users: number | null;
}

/** What is taken away from an answer, and how much of it for lack of observations. */
interface Shown {
  rows: ShownRow[];
  few: number;
  hasSmallGroups: boolean;
}

/** The rows that too few people stand behind, or that would tell how many stand behind another. */
function smallRows(rows: readonly FunnelRow[], least: number): Set<FunnelRow> {
  const steps = new Set(rows.map(({ step }) => step));
  const hidden = [...steps].flatMap((step) => {
    const own = rows.filter((row) => row.step === step);
    const withheld = withheldParts(
      own.map(({ users }) => users),
      least
    );
    return own.filter((_, index) => withheld[index]);
  });
  return new Set(hidden);
}

/** Takes away shares and times that fewer than `minN` users stand behind, and all that tells of fewer than `least`. */
function withhold(rows: readonly FunnelRow[], minN: number, least: number): Shown {
  const small = smallRows(rows, least);
  let few = 0;
  const shown = rows.map((row, index): ShownRow => {
    const first = rows[index + 1 - row.step] ?? row;
    const before = row.step === 1 ? row : (rows[index - 1] ?? row);
    if (small.has(row)) {
      return { ...row, users: null, conversion: null, stepConversion: null, medianSeconds: null, n: 0 };
    }
    const result = {
      ...row,
      n: small.has(first) ? 0 : row.n,
      conversion: small.has(first) || row.n < minN ? null : row.conversion,
      stepConversion: small.has(before) || before.users < minN ? null : row.stepConversion,
      medianSeconds: row.users < minN ? null : row.medianSeconds,
    };
    few += (['conversion', 'stepConversion', 'medianSeconds'] as const).some(
      (name) => row[name] !== null && result[name] === null
    )
      ? 1
      : 0;
    return result;
  });
  return { rows: shown, few: minN > 0 ? few : 0, hasSmallGroups: small.size > 0 };
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
  const least = leastPeople(context);
  const { rows, few, hasSmallGroups } = withhold(rowsOf(query, context, hits), minN, least);
  const complete = isComplete(context.range.to, context);
  const notices: Notice[] = [
    ...smallGroupNotices('Funnel', hasSmallGroups, least),
    ...withheldNotices(few, minN),
    ...provisionalNotices(rows.map(() => complete)),
  ];
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
    tableFrame<ShownRow>(
      query.refId,
      'Funnel',
      shown,
      [
        ...groupColumns<ShownRow>(groupBy, ({ group }) => group),
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
