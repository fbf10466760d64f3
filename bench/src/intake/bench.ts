import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lopanAnalytics } from '../lib/command';
import { busyMs, loadAverage } from '../lib/machine';
import { median, rounded } from '../lib/numbers';
import { createDatabase, dropDatabase, withClient } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';
import { copyRate, insertRate } from './baselines';
import { BATCH_EVENTS, makeBatches, type Batch } from './batches';
import { BatchRing, CONNECTIONS, sendAtOnce, sendAtPace, type AckTimes } from './drive';
import { readProfile, type ProfileShares } from './profile';

/** What one way to store events reaches, events a second: the median of the rounds, and every round. */
export interface Rate {
  median: number;
  rounds: number[];
}

/** What the intake bench found. */
export interface IntakeReport {
  /** Events stored by each way in each round. */
  events: number;
  batch: number;
  connections: number;
  /** Over HTTP: validated, deduplicated, committed before the answer; rollups go on in the background. */
  http: Rate;
  /** COPY by one local client, with the same deduplication. */
  copy: Rate;
  /** The product's statements alone, a transaction a batch. */
  inserts: Rate;
  /** Medians of the ratios of the rounds. */
  ratioToCopy: number;
  ratioToInserts: number;
  /** Time on a processor for each event over HTTP, µs: of the proxy, of the sender, of all else (Postgres, mostly). */
  cpuMicroseconds: { proxy: number; sender: number; rest: number };
  /** Written-ahead log for each event over HTTP, bytes. */
  walBytes: number;
  /** The raw tables with their indexes and the table of ids, for each event, bytes. */
  diskBytes: number;
  /** Over HTTP with commits that do not wait for the disk (`synchronous_commit = off`), events a second. */
  withoutFsync: number;
  /** At half of what HTTP reached. */
  ack: AckTimes;
  /** Several proxies on one database, the same 16 connections; events a second. */
  proxies: Array<{ proxies: number; eventsPerSecond: number }>;
  /** Where the proxy's main thread spends its time at full load. */
  profile: ProfileShares;
  /** Load average of the machine before and after. */
  load: { before: number; after: number };
}

export interface IntakeOptions {
  serverUrl: string;
  say: (text: string) => void;
  /** Requests of each measurement; a run stores 100 events a request. */
  batches?: number;
  rounds?: number;
  /** How long requests come at half load, in seconds. */
  seconds?: number;
  /** Numbers of proxies that are compared. */
  proxies?: readonly number[];
}

/** A form that takes less than 20 seconds. */
export const SHORT_INTAKE = { batches: 150, rounds: 1, seconds: 3, proxies: [1, 2] } as const;

const SEED = 11;
/** Requests that warm a proxy up, as a share of those that count. */
const WARM_UP = 0.5;

type Work<T> = (databaseUrl: string) => Promise<T>;

async function inDatabase<T>(serverUrl: string, work: Work<T>): Promise<T> {
  const url = await createDatabase(serverUrl);
  try {
    await lopanAnalytics(url, 'migrate');
    await withClient(url, (client) => client.query('CHECKPOINT'));
    return await work(url);
  } finally {
    await dropDatabase(url);
  }
}

async function withProxies<T>(url: string, count: number, work: (proxies: BenchProxy[]) => Promise<T>): Promise<T> {
  const proxies: BenchProxy[] = [];
  try {
    for (let index = 0; index < count; index++) {
      proxies.push(await BenchProxy.start(url));
    }
    return await work(proxies);
  } finally {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
  }
}

/** Sends all batches as fast as they are taken, after a warm-up of other ones. */
async function fullSpeed(proxies: readonly BenchProxy[], batches: readonly Batch[]): Promise<number> {
  const ring = new BatchRing(batches);
  await sendAtOnce(proxies, ring, (sent) => sent < batches.length * WARM_UP);
  return sendAtOnce(proxies, ring, (sent) => sent < batches.length);
}

const httpRate = (url: string, batches: readonly Batch[], proxies = 1): Promise<number> =>
  withProxies(url, proxies, (running) => fullSpeed(running, batches));

async function walPosition(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ at: string }>(`SELECT pg_current_wal_lsn() - '0/0'::pg_lsn AS at`);
    return Number(rows[0]?.at);
  });
}

async function rawBytes(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ bytes: string }>(
      `SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r'
       AND (relname = 'event_ids' OR relname ~ '^(business_metrics|user_engagement|feature_usage|user_journeys|performance_metrics)_')`
    );
    return Number(rows[0]?.bytes);
  });
}

type Costs = Pick<IntakeReport, 'cpuMicroseconds' | 'walBytes' | 'diskBytes' | 'ack'>;

/** What an event costs at full load, and how long acknowledgements take at half of it. */
async function costs(url: string, batches: readonly Batch[], rate: number, seconds: number): Promise<Costs> {
  return withProxies(url, 1, async (proxies) => {
    const ring = new BatchRing(batches);
    const [proxy] = proxies;
    await sendAtOnce(proxies, ring, (sent) => sent < batches.length * WARM_UP);
    const [wal, cpu, own, busy] = [await walPosition(url), proxy?.cpuMs ?? 0, process.cpuUsage(), busyMs()];
    await sendAtOnce(proxies, ring, (sent) => sent < batches.length);
    const events = batches.length * BATCH_EVENTS;
    const perEvent = (ms: number): number => rounded((ms * 1000) / events);
    const proxyMs = (proxy?.cpuMs ?? 0) - cpu;
    const { user, system } = process.cpuUsage(own);
    const senderMs = (user + system) / 1000;
    const restMs = busyMs() - busy - proxyMs - senderMs;
    const walBytes = rounded(((await walPosition(url)) - wal) / events);
    const diskBytes = rounded((await rawBytes(url)) / (events * (1 + WARM_UP)));
    return {
      cpuMicroseconds: { proxy: perEvent(proxyMs), sender: perEvent(senderMs), rest: perEvent(restMs) },
      walBytes,
      diskBytes,
      ack: await sendAtPace(proxies, ring, { eventsPerSecond: rate / 2, seconds }),
    };
  });
}

async function withoutFsync(url: string, batches: readonly Batch[]): Promise<number> {
  await withClient(url, (client) =>
    client.query(`ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`)
  );
  return httpRate(url, batches);
}

async function profiled(url: string, batches: readonly Batch[]): Promise<ProfileShares> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lopan-profile-'));
  const before = process.env.BENCH_NODE_ARGS;
  process.env.BENCH_NODE_ARGS = `--cpu-prof --cpu-prof-dir=${folder}`;
  try {
    await httpRate(url, batches);
    return readProfile(folder);
  } finally {
    if (before === undefined) {
      delete process.env.BENCH_NODE_ARGS;
    } else {
      process.env.BENCH_NODE_ARGS = before;
    }
    await rm(folder, { recursive: true });
  }
}

const rateOf = (rounds: readonly number[]): Rate => ({ median: rounded(median(rounds)), rounds: rounds.map(rounded) });
const ratio = (some: readonly number[], others: readonly number[]): number =>
  rounded(median(some.map((rate, index) => rate / (others[index] ?? NaN))));

/** Measures how many events a second can be stored, in which way. */
export async function benchIntake(options: IntakeOptions): Promise<IntakeReport> {
  const { serverUrl, say, batches: count = 1000, rounds = 5, seconds = 30, proxies: counts = [1, 2, 4] } = options;
  const before = loadAverage();
  const batches = makeBatches(count, SEED);
  const [copy, inserts, http]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    copy.push(await inDatabase(serverUrl, (url) => copyRate(url, batches)));
    inserts.push(await inDatabase(serverUrl, (url) => insertRate(url, batches)));
    http.push(await inDatabase(serverUrl, (url) => httpRate(url, batches)));
    say(
      `intake, round ${round + 1} of ${rounds}: COPY ${rounded(copy.at(-1) ?? NaN)}, inserts ${rounded(inserts.at(-1) ?? NaN)}, HTTP ${rounded(http.at(-1) ?? NaN)} events/s`
    );
  }
  const rate = median(http);
  const cost = await inDatabase(serverUrl, (url) => costs(url, batches, rate, seconds));
  say(`intake: acknowledged in ${cost.ack.p50} ms, p99 ${cost.ack.p99} ms at ${cost.ack.eventsPerSecond} events/s`);
  const several: IntakeReport['proxies'] = [];
  for (const proxies of counts) {
    const reached = await inDatabase(serverUrl, (url) => httpRate(url, batches, proxies));
    several.push({ proxies, eventsPerSecond: rounded(reached) });
    say(`intake: ${proxies} proxies, ${rounded(reached)} events/s`);
  }
  return {
    events: count * BATCH_EVENTS,
    batch: BATCH_EVENTS,
    connections: CONNECTIONS,
    http: rateOf(http),
    copy: rateOf(copy),
    inserts: rateOf(inserts),
    ratioToCopy: ratio(http, copy),
    ratioToInserts: ratio(http, inserts),
    ...cost,
    withoutFsync: rounded(await inDatabase(serverUrl, (url) => withoutFsync(url, batches))),
    proxies: several,
    profile: await inDatabase(serverUrl, (url) => profiled(url, batches)),
    load: { before, after: loadAverage() },
  };
}
