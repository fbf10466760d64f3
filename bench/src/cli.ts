/** `npm run bench`: measures parts of the product, prints a table and notes the numbers in docs/benchmarks.json. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeServer, startPostgres } from './lib/postgres';
import { PARTS, type PartName } from './parts';

/** Events of the query part where nothing else is said. */
const SCALE = '10m';

const REPORT = path.resolve(__dirname, '../../docs/benchmarks.json');

const USAGE = `npm run bench -- [parts] [options]

parts    ${Object.keys(PARTS).join(', ')}; none: all
options  --scale <events>   events of the query part: 200k, 10m (default), 100m
         --keep <name>      keep the databases of the query part under this name, and use them again
         --raw-runs <n>     how often SQL on raw tables is run (default 3, 0: not at all; it is the slow half)
         --seconds <n>      length of each measurement; none: as long as each part wants, memory ten minutes
         --no-save          leave docs/benchmarks.json as it is

LOPAN_BENCH_DATABASE_URL names a Postgres to measure on; without it an embedded one with Postgres' defaults is started.
`;

function eventsOf(scale: string): number {
  const [, digits, unit] = /^(\d+)([km]?)$/.exec(scale.toLowerCase()) ?? [];
  if (digits === undefined) {
    throw new Error(`--scale: expected a number of events such as 200k or 10m, got "${scale}"`);
  }
  return Number(digits) * { '': 1, k: 1e3, m: 1e6 }[unit as '' | 'k' | 'm'];
}

function countOf(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least) {
    throw new Error(`--${name}: expected a whole number of at least ${least}, got "${text}"`);
  }
  return value;
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** @param part what was measured; another scale than usual stands beside the usual one */
function save(part: string, report: object, server: Record<string, string>): void {
  let all: Record<string, unknown> = {};
  try {
    all = JSON.parse(readFileSync(REPORT, 'utf8')) as Record<string, unknown>;
  } catch {
    mkdirSync(path.dirname(REPORT), { recursive: true });
  }
  const machine = { cpus: os.cpus().length, model: os.cpus()[0]?.model, memoryGb: Math.round(os.totalmem() / 1e9) };
  const about = {
    commit: commit(),
    at: new Date().toISOString().slice(0, 10),
    load: Math.round((os.loadavg()[0] ?? 0) * 10) / 10,
    machine,
    server,
  };
  writeFileSync(REPORT, `${JSON.stringify({ ...all, [part]: { about, ...report } }, null, 2)}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scale: { type: 'string', default: SCALE },
      keep: { type: 'string' },
      'raw-runs': { type: 'string', default: '3' },
      seconds: { type: 'string' },
      'no-save': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
  if (unknown !== undefined) {
    throw new Error(`there is no part "${unknown}"; parts are ${Object.keys(PARTS).join(', ')}`);
  }
  const chosen = (positionals.length > 0 ? positionals : Object.keys(PARTS)) as PartName[];
  const server = await startPostgres();
  try {
    for (const name of chosen) {
      const { measure, print } = PARTS[name];
      const report = await measure({
        serverUrl: server.url,
        events: eventsOf(values.scale),
        keep: values.keep,
        rawRuns: countOf('raw-runs', values['raw-runs'], 0),
        seconds: values.seconds === undefined ? undefined : countOf('seconds', values.seconds),
        say: (text) => process.stderr.write(`${name}: ${text}\n`),
      });
      process.stdout.write(`\n${print(report as never)}\n`);
      if (!values['no-save']) {
        save(
          name === 'query' && values.scale !== SCALE ? `query --scale ${values.scale}` : name,
          report,
          await describeServer(server.url)
        );
      }
    }
  } finally {
    await server.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
