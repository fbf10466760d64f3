import type { CarrierReport } from './carrier/bench';
import type { FreshnessReport } from './freshness/bench';
import type { IntakeReport } from './intake/bench';
import { textTable } from './lib/table';
import type { MemoryReport } from './memory/bench';

/** A figure, its value and how it was measured. */
type Row = readonly [figure: string, value: string | number, how: string];

function table(title: string, rows: readonly Row[]): string {
  return textTable([title, 'value', 'how it was measured'], rows);
}

const mib = (size: number): string => `${size} MiB`;

/** The table of the intake. */
export function printIntake(report: IntakeReport): string {
  const { http, copy, inserts, ack, cpuMicroseconds: cpu, profile } = report;
  return table('intake', [
    [
      'over HTTP, events/s',
      http.median,
      `${report.batch} a request over ${report.connections} connections, committed before the answer`,
    ],
    ['COPY, events/s', copy.median, 'one local client, same tables, indexes and deduplication'],
    ['HTTP / COPY', report.ratioToCopy, 'median of the rounds'],
    ['inserts alone, events/s', inserts.median, 'the same statements, a transaction a batch, no HTTP'],
    ['HTTP / inserts', report.ratioToInserts, 'median of the rounds'],
    ['acknowledgement p50, ms', ack.p50, `by a fixed timetable at ${ack.eventsPerSecond} events/s`],
    ['acknowledgement p99, ms', ack.p99, 'the same; waiting behind others counts'],
    ['processor an event, µs', `${cpu.proxy} + ${cpu.sender} + ${cpu.rest}`, 'proxy + sender + all else'],
    ['log an event, bytes', report.walBytes, 'written-ahead log of Postgres'],
    ['disk an event, bytes', report.diskBytes, 'raw tables, indexes, table of ids'],
    ['without fsync, events/s', report.withoutFsync, 'synchronous_commit = off'],
    ...report.proxies.map(({ proxies, eventsPerSecond }): Row => [
      `${proxies} proxies, events/s`,
      eventsPerSecond,
      'the same connections, one database',
    ]),
    ...Object.entries(profile).map(([kind, share]): Row => [`  ${kind}`, share, 'share of the proxy’s main thread']),
  ]);
}

/** The table of freshness. */
export function printFreshness({ load, sight, rollupLag }: FreshnessReport): string {
  return table('freshness', [
    ['load, events/s', load.eventsPerSecond, 'half of what 16 connections without a pause reached'],
    ['sight p50, ms', sight.p50, 'from a post to the first answer of a query that shows it'],
    ['sight p99, ms', sight.p99, 'the same'],
    ['rollup lag p50, ms', rollupLag.p50, 'age of the oldest event that rollups do not hold'],
    ['rollup lag p99, ms', rollupLag.p99, 'the same'],
  ]);
}

/** The table of the carrier. */
export function printCarrier(report: CarrierReport): string {
  return table(`carrier, ${report.rows} rows`, [
    ['fetch, ms', report.fetch, 'the proxy’s recorded answer, fetched and thrown away'],
    ['through the backend, ms', report.query, 'ask, check, decode, encode as Arrow'],
    ['added, ms', report.added, 'the difference'],
    ['the proxy itself, ms', report.proxy, 'the same query over HTTP, for comparison'],
  ]);
}

/** The table of memory. */
export function printMemory(report: MemoryReport): string {
  const { viewers } = report;
  return table(`memory, ${report.seconds} s of full load`, [
    ['idle', mib(report.idle), 'resident set of the proxy'],
    ['second third', mib(report.middle), `median, at ${report.eventsPerSecond} events/s`],
    ['last third', mib(report.end), 'median'],
    ['growth', report.growth, 'last third / second third'],
    ['slope, MiB/min', report.slope, 'least squares over both'],
    ['highest', mib(report.highest), 'of all readings'],
    [
      `highest with ${viewers.viewers} viewers`,
      mib(viewers.highest),
      `${viewers.answered} answers, ${viewers.refused} refused with 503`,
    ],
  ]);
}
