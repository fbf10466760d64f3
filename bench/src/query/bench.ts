import { withClient } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';
import { DAY_MS, type PlantPlan } from '../plant/events';
import { preparePlant, type PreparedPlant } from '../plant/prepare';
import { median, repeat, rounded } from '../lib/numbers';
import {
  ask,
  askedRange,
  compareNumbers,
  measureRequest,
  measureViewers,
  REFRESH_MS,
  requestBody,
  type QueryTimes,
  type ViewerTimes,
} from './measureQueries';
import { overviewRequests, QUERY_OF_TYPE, WEEKLY_QUERIES, type PanelRequest } from './queries';

/** What the query bench found. */
export interface QueryReport {
  events: number;
  /** Events that growth is measured against; null where it was not. */
  smaller: number | null;
  days: number;
  /** Requests of the executive overview, one a panel. */
  overview: QueryTimes[];
  /** Median over those requests, ms. */
  overviewMedian: number;
  overviewMedianRatio: number;
  /** One query a type, with its time over a tenth of the events beside it. */
  types: Array<QueryTimes & { smaller: number | null }>;
  /**
   * 20 viewers of the overview, who refresh its first screen or the whole page every minute, and who ask without any
   * pause; null where there were none.
   */
  viewers: { firstScreen: ViewerTimes; wholePage: ViewerTimes; restless: ViewerTimes } | null;
  /** Every overview request once, right after the start of a proxy, ms: its own cache of days is empty, Postgres' is warm. */
  coldProxy: number[];
  bytesPerEvent: { raw: number; rolledUp: number };
  seconds: PreparedPlant['seconds'];
  differences: string[];
}

export interface QueryOptions {
  events: number;
  serverUrl: string;
  /** Databases stay, and are used again, under names that begin with this. */
  keep?: string;
  /** How often SQL on raw tables is run; it is the slow half. */
  rawRuns: number;
  /** How long viewers look, in seconds; 0: there are none. */
  viewSeconds: number;
  /** Whether a tenth of the events is measured beside them. */
  growth: boolean;
  say: (text: string) => void;
}

const DAYS = 365;
const SEED = 7;
const VIEWERS = 20;

function planOf(events: number): PlantPlan {
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return { events, days: DAYS, from: to - DAYS * DAY_MS, seed: SEED };
}

/** The plan of a database that was kept ends where its events do, not today. */
async function planIn(prepared: PreparedPlant): Promise<PlantPlan> {
  const { rows } = await withClient(prepared.url, (client) =>
    client.query<{ last: Date }>('SELECT max("timestamp") AS last FROM performance_metrics')
  );
  const end = (Math.floor(Number(rows[0]?.last) / DAY_MS) + 1) * DAY_MS;
  return { ...prepared.plan, from: end - DAYS * DAY_MS };
}

async function bytesPerEvent(url: string, events: number): Promise<QueryReport['bytesPerEvent']> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ derived: boolean; bytes: string }>(
      `SELECT relname ~ '^(rollup_|user)' AND relname !~ '^user_(engagement|journeys)' AS derived, sum(pg_total_relation_size(c.oid)) AS bytes
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind = 'r' GROUP BY 1`
    )
  );
  const of = (derived: boolean): number =>
    rounded(Number(rows.find((row) => row.derived === derived)?.bytes ?? 0) / events);
  return { raw: of(false), rolledUp: of(true) };
}

async function typesOver(
  url: string,
  plan: PlantPlan,
  rawRuns: number,
  say: QueryOptions['say']
): Promise<QueryTimes[]> {
  const proxy = await BenchProxy.start(url);
  try {
    const times: QueryTimes[] = [];
    const year = askedRange(plan);
    const week = { from: year.to - 7 * DAY_MS, to: year.to };
    const asked = [
      ...Object.entries(QUERY_OF_TYPE).map(([name, query]) => ({ name, query, range: year })),
      ...Object.entries(WEEKLY_QUERIES).map(([name, query]) => ({ name, query, range: week })),
    ];
    for (const { name, query, range } of asked) {
      times.push(await measureRequest(proxy, url, name, [query], range, rawRuns));
      say(`${plan.events} events, ${name}: ${times.at(-1)?.rollup} ms, raw ${times.at(-1)?.raw ?? '–'} ms`);
    }
    return times;
  } finally {
    await proxy.stop();
  }
}

/** Measures queries over a year of so many events, and of a tenth of them. */
export async function benchQueries(options: QueryOptions): Promise<QueryReport> {
  const { events, serverUrl, keep, rawRuns, viewSeconds, growth, say } = options;
  const smaller = growth ? Math.round(events / 10) : null;
  const prepare = (count: number): Promise<PreparedPlant> =>
    preparePlant(serverUrl, planOf(count), say, keep && `${keep}_${count}`);
  const small = smaller === null ? null : await prepare(smaller);
  const smallTimes = small ? await typesOver(small.url, await planIn(small), 0, say) : [];
  const plant = await prepare(events);
  const plan = await planIn(plant);
  const range = askedRange(plan);
  const types = (await typesOver(plant.url, plan, rawRuns, say)).map((times) => ({
    ...times,
    smaller: smallTimes.find(({ name }) => name === times.name)?.rollup ?? null,
  }));
  const proxy = await BenchProxy.start(plant.url);
  try {
    const requests = overviewRequests();
    const bodies = requests.map(({ queries }) => requestBody(queries, range));
    const coldProxy: number[] = [];
    for (const body of bodies) {
      coldProxy.push(...(await repeat(() => ask(proxy, body), { runs: 1, warmUp: 0 })).map(rounded));
    }
    const differences = await compareNumbers(proxy, plant.url, range);
    const overview: QueryTimes[] = [];
    for (const { title, queries } of requests) {
      overview.push(await measureRequest(proxy, plant.url, title, queries, range, rawRuns));
      say(`overview, ${title}: ${overview.at(-1)?.rollup} ms, raw ${overview.at(-1)?.raw ?? '–'} ms`);
    }
    const view = (shown: readonly PanelRequest[], refreshMs: number, seconds: number): Promise<ViewerTimes> =>
      measureViewers(
        proxy,
        shown.map(({ queries }) => queries),
        range,
        { viewers: VIEWERS, refreshMs, seconds }
      );
    const viewers =
      viewSeconds > 0
        ? {
            firstScreen: await view(
              requests.filter(({ firstScreen }) => firstScreen),
              REFRESH_MS,
              viewSeconds
            ),
            wholePage: await view(requests, REFRESH_MS, viewSeconds),
            restless: await view(requests, 0, viewSeconds / 4),
          }
        : null;
    return {
      events,
      smaller,
      days: DAYS,
      overview,
      overviewMedian: rounded(median(overview.map(({ rollup }) => rollup))),
      overviewMedianRatio: rounded(median(overview.flatMap(({ ratio }) => (ratio === null ? [] : [ratio])))),
      types,
      viewers,
      coldProxy,
      bytesPerEvent: await bytesPerEvent(plant.url, events),
      seconds: plant.seconds,
      differences,
    };
  } finally {
    await proxy.stop();
  }
}
