import { makeBatches } from '../intake/batches';
import { BatchRing, sendAtOnce } from '../intake/drive';
import { lopanAnalytics } from '../lib/command';
import { loadAverage } from '../lib/machine';
import { median, rounded } from '../lib/numbers';
import { createDatabase, dropDatabase } from '../lib/postgres';
import { BenchProxy } from '../lib/proxy';
import { requestBody } from '../query/measureQueries';
import { overviewRequests } from '../query/queries';

/** What the memory bench found; sizes in MiB of the proxy's resident set. */
export interface MemoryReport {
  /** How long the full load lasted, in seconds. */
  seconds: number;
  eventsPerSecond: number;
  idle: number;
  /** Medians of the second third of the load and of the last one, and the highest of all. */
  middle: number;
  end: number;
  highest: number;
  /** end / middle: 1 where nothing grows. */
  growth: number;
  /** Slope over the last two thirds by least squares, MiB a minute. */
  slope: number;
  /** Highest with 20 viewers of the executive overview who refresh it without a pause, after the load. */
  viewers: { viewers: number; answered: number; refused: number; highest: number };
  /** Load average of the machine before and after. */
  load: { before: number; after: number };
}

export interface MemoryOptions {
  serverUrl: string;
  say: (text: string) => void;
  /** How long the full load lasts, in seconds; ten minutes where nothing is said. */
  seconds?: number;
  /** How long viewers look, in seconds. */
  viewSeconds?: number;
}

/** A form that takes less than 20 seconds; too short to tell a leak from a heap that fills up. */
export const SHORT_MEMORY = { seconds: 9, viewSeconds: 4 } as const;

const SEED = 17;
const BATCHES = 200;
const VIEWERS = 20;
const SAMPLE_MS = 250;
const MIB = 1 << 20;
const DAY_MS = 86_400_000;
/** Days that viewers look at. */
const VIEW_DAYS = 365;

interface Sample {
  /** Since the load began. */
  minutes: number;
  mib: number;
}

/** Reads the resident set while work goes on. */
async function watched<T>(proxy: BenchProxy, work: () => Promise<T>): Promise<{ result: T; samples: Sample[] }> {
  const started = performance.now();
  const samples: Sample[] = [];
  const sample = (): void => {
    samples.push({ minutes: (performance.now() - started) / 60_000, mib: proxy.residentBytes / MIB });
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  try {
    return { result: await work(), samples };
  } finally {
    clearInterval(timer);
  }
}

/** Slope of the line of least squares, MiB a minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (read: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const [minutes, mib] = [mean((sample) => sample.minutes), mean((sample) => sample.mib)];
  return (
    samples.reduce((sum, sample) => sum + (sample.minutes - minutes) * (sample.mib - mib), 0) /
    samples.reduce((sum, sample) => sum + (sample.minutes - minutes) ** 2, 0)
  );
}

const highestOf = (samples: readonly Sample[]): number => rounded(Math.max(...samples.map(({ mib }) => mib)));
const medianOf = (samples: readonly Sample[]): number => rounded(median(samples.map(({ mib }) => mib)));

/** Viewers who ask for all panels at once, again and again; what is too much is refused with 503, and counted. */
async function lookOn(proxy: BenchProxy, seconds: number): Promise<{ answered: number; refused: number }> {
  const end = Date.now() + seconds * 1000;
  const counts = { answered: 0, refused: 0 };
  const panels = overviewRequests();
  await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      while (Date.now() < end) {
        const range = { from: Date.now() - VIEW_DAYS * DAY_MS, to: Date.now() };
        const answers = await Promise.all(
          panels.map(({ queries }) => proxy.post('read', '/v1/query', requestBody(queries, range)))
        );
        const answered = answers.filter(({ status }) => status === 200).length;
        counts.answered += answered;
        counts.refused += answers.length - answered;
      }
    })
  );
  return counts;
}

async function measure(url: string, seconds: number, viewSeconds: number): Promise<MemoryReport> {
  const before = loadAverage();
  const ring = new BatchRing(makeBatches(BATCHES, SEED));
  const proxy = await BenchProxy.start(url);
  try {
    const idle = rounded(proxy.residentBytes / MIB);
    const end = Date.now() + seconds * 1000;
    const { result, samples } = await watched(proxy, () => sendAtOnce([proxy], ring, () => Date.now() < end));
    const third = Math.floor(samples.length / 3);
    const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
    const looked = await watched(proxy, () => lookOn(proxy, viewSeconds));
    return {
      seconds,
      eventsPerSecond: rounded(result),
      idle,
      middle: medianOf(middle),
      end: medianOf(last),
      highest: highestOf(samples),
      growth: rounded(medianOf(last) / medianOf(middle)),
      slope: rounded(slopeOf(samples.slice(third))),
      viewers: { viewers: VIEWERS, ...looked.result, highest: highestOf(looked.samples) },
      load: { before, after: loadAverage() },
    };
  } finally {
    await proxy.stop();
  }
}

/** Measures what a proxy holds in RAM at full load, whether it grows, and what viewers add. */
export async function benchMemory({
  serverUrl,
  say,
  seconds = 600,
  viewSeconds = 30,
}: MemoryOptions): Promise<MemoryReport> {
  const url = await createDatabase(serverUrl);
  try {
    await lopanAnalytics(url, 'migrate');
    const report = await measure(url, seconds, viewSeconds);
    say(
      `memory: ${report.idle} MiB idle, ${report.middle} then ${report.end} MiB in ${seconds} s at ${report.eventsPerSecond} events/s (${report.slope} MiB a minute); at most ${report.viewers.highest} MiB with ${VIEWERS} viewers`
    );
    return report;
  } finally {
    await dropDatabase(url);
  }
}
