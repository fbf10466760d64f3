import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadAverage } from '../lib/machine';
import { median, rounded } from '../lib/numbers';
import { dropDatabase } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';
import { DAY_MS } from '../plant/events';
import { preparePlant } from '../plant/prepare';
import { ask, requestBody } from '../query/measureQueries';

/** What the Go backend adds to an answer of 10 000 rows. */
export interface CarrierReport {
  rows: number;
  /** Size of the proxy's answer, bytes. */
  bytes: number;
  /** Fetching the answer and throwing it away, ms: medians of the runs, as is `query`. */
  fetch: number;
  /** Through the backend: ask, check, decode, encode as Arrow for Grafana; ms. */
  query: number;
  /** query − fetch, ms. */
  added: number;
  /** query / fetch. */
  ratio: number;
  /** How long the proxy takes for the same answer, ms, over HTTP; what `added` is to be seen beside. */
  proxy: number;
  /** Load average of the machine before and after. */
  load: { before: number; after: number };
}

export interface CarrierOptions {
  serverUrl: string;
  say: (text: string) => void;
  /** How long each of the runs takes, in seconds. */
  seconds?: number;
  runs?: number;
}

/** A form that takes less than 20 seconds once Go has compiled the tests. */
export const SHORT_CARRIER = { seconds: 0.5, runs: 1 } as const;

const REPOSITORY = path.resolve(__dirname, '../../..');
/** Days that make 10 000 buckets of five minutes. */
const DAYS = 35;
const ROWS = 10_000;
const BUCKET_MS = 300_000;
const EVENTS = 30_000;
const SEED = 19;
/** How often the proxy is asked. */
const ASKED = 5;

/** Asks a real proxy for a series of 10 000 rows. */
async function record(serverUrl: string, say: CarrierOptions['say']): Promise<{ answer: string; proxyMs: number }> {
  const to = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const plan = { events: EVENTS, days: DAYS, from: to - DAYS * DAY_MS, seed: SEED };
  const { url } = await preparePlant(serverUrl, plan, say);
  try {
    const proxy = await BenchProxy.start(url);
    try {
      const query = {
        refId: 'A',
        queryType: 'kpi',
        kpis: ['launch_time'],
        format: 'timeseries',
        interval: '5m',
        schemaVersion: 1,
      };
      const body = requestBody([query], { from: plan.from, to: plan.from + ROWS * BUCKET_MS });
      let answer = '';
      const samples: number[] = [];
      for (let run = 0; run < ASKED; run++) {
        const started = performance.now();
        answer = await ask(proxy, body);
        samples.push(performance.now() - started);
      }
      return { answer, proxyMs: median(samples) };
    } finally {
      await proxy.stop();
    }
  } finally {
    await dropDatabase(url);
  }
}

/** Milliseconds for each operation of a benchmark, from what `go test -bench` prints; one number a run. */
export function readBenchmark(output: string, name: string): number[] {
  const lines = output.matchAll(/^BenchmarkCarrier\/(\w+)\S*\s+\d+\s+([\d.]+) ns\/op/gm);
  return [...lines].filter(([, found]) => found === name).map(([, , nanoseconds]) => Number(nanoseconds) / 1e6);
}

async function runGo(answer: string, seconds: number, runs: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lopan-carrier-'));
  try {
    const file = path.join(folder, 'answer.json');
    await writeFile(file, answer);
    const { stdout } = await promisify(execFile)(
      'go',
      [
        ...['test', '-tags', 'arrow_json_stdlib', './pkg/plugin', '-run', '^$'],
        ...['-bench', '^BenchmarkCarrier$', '-benchtime', `${seconds}s`, '-count', `${runs}`],
      ],
      { cwd: REPOSITORY, env: { ...process.env, LOPAN_BENCH_ANSWER: file }, maxBuffer: 1 << 24 }
    );
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Measures what the data source's backend adds to an answer that a real proxy gave. Needs Go. */
export async function benchCarrier({ serverUrl, say, seconds = 3, runs = 5 }: CarrierOptions): Promise<CarrierReport> {
  const before = loadAverage();
  const { answer, proxyMs } = await record(serverUrl, say);
  const output = await runGo(answer, seconds, runs);
  const [fetch, query] = [median(readBenchmark(output, 'fetch')), median(readBenchmark(output, 'query'))];
  if (!(fetch > 0 && query > 0)) {
    throw new Error(`go test printed no times of BenchmarkCarrier: ${output.slice(0, 500)}`);
  }
  const report = {
    rows: rowsOf(answer),
    bytes: Buffer.byteLength(answer),
    fetch: rounded(fetch),
    query: rounded(query),
    added: rounded(query - fetch),
    ratio: rounded(query / fetch),
    proxy: rounded(proxyMs),
    load: { before, after: loadAverage() },
  };
  say(
    `carrier: ${report.rows} rows in ${report.query} ms, of which ${report.added} ms are added to fetching them; the proxy took ${report.proxy} ms`
  );
  return report;
}

function rowsOf(answer: string): number {
  const { results } = JSON.parse(answer) as {
    results: { A: { frames: Array<{ data: { values: unknown[][] } }> } };
  };
  return results.A.frames[0]?.data.values[0]?.length ?? 0;
}
