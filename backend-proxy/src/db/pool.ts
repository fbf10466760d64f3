import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { Pool, types, type PoolConfig } from 'pg';
import type { Config } from '../config/types';
import { describeDatabaseError } from '../errors/database';

/** Postgres' type numbers, from `pg_type.dat`. */
const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const INT4_ARRAY = 1007;

/** How long a caller waits for a connection before the database counts as out of reach, in ms. */
export const CONNECT_TIMEOUT_MS = 5000;
/** A connection without traffic is probed after this time, so that one whose other end is gone is noticed, in ms. */
const KEEP_ALIVE_MS = 10_000;
/**
 * The same for the server's end: a proxy that vanished with its machine must not hold its locks for hours. Seconds until
 * the first probe, between probes, and how many may stay unanswered.
 */
const SERVER_KEEP_ALIVE = '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';
/** A transaction that idles longer than this was forgotten; Postgres ends it and frees its snapshot, in ms. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** Reads an int8, and refuses to lose digits silently. */
function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${text} is beyond the integers that JavaScript keeps exact`);
  }
  return value;
}

function parseInt8Array(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(parseInt8);
}

const ownParsers: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: parseInt8,
  [INT8_ARRAY]: parseInt8Array,
  // Histograms come as lists of bins; the library's own parser is made for lists of anything.
  [INT4_ARRAY]: (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)),
  // A date stays the text that it is: made a Date, it would move with the zone of the process.
  [DATE]: (text) => text,
};

function readAuthority(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`PGSSLROOTCERT: the certificate of the authority cannot be read: ${describeDatabaseError(error)}`, {
      cause: error,
    });
  }
}

function sslOf({ ssl, url, host }: Config['database']): PoolConfig['ssl'] {
  switch (ssl) {
    case 'off':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-full': {
      const file = process.env['PGSSLROOTCERT'];
      const target = url === null ? host : new URL(url).hostname;
      return {
        rejectUnauthorized: true,
        // `pg` names only hosts to TLS: without this a certificate would be held against "localhost" for an address
        ...(isIP(target) !== 0 && { host: target }),
        ...(file && { ca: readAuthority(file) }),
      };
    }
  }
}

/** A URL that names no password takes the one that was given apart from it. */
function withPassword(url: string, password: string | null): string {
  const parsed = new URL(url);
  if (password !== null && parsed.password === '' && !parsed.searchParams.has('password')) {
    parsed.searchParams.set('password', password);
  }
  return parsed.href;
}

/**
 * Opens a pool on the configured database. Connections are made when first needed. Where a whole URL is given, it wins
 * over the parts; what it leaves open, password and encryption, is as the rest of the configuration says.
 */
export function createPool(database: Config['database'], applicationName = 'lopan-analytics'): Pool {
  const target: PoolConfig = database.url
    ? { connectionString: withPassword(database.url, database.password) }
    : {
        host: database.host,
        port: database.port,
        database: database.name,
        user: database.user,
        password: database.password ?? undefined,
      };
  const pool = new Pool({
    ...target,
    ssl: sslOf(database),
    max: database.poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    application_name: applicationName,
    // Times are exchanged with explicit offsets; UTC keeps casts and defaults independent of the server's zone.
    // Compiling a plan to machine code costs more than any of these statements takes. An event is acknowledged once it is
    // committed, which is a promise only if a commit waits for the disk, whatever the server's default is.
    options: `-c timezone=UTC -c jit=off -c synchronous_commit=on ${SERVER_KEEP_ALIVE}`,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        ownParsers[oid] ?? types.getTypeParser(oid, format ?? 'text')) as typeof types.getTypeParser,
    },
  });
  // A server that dies right after it let a connection in can say both in one packet: then the error comes before whoever
  // asked for the connection listens, and Node ends a process over an error that nobody hears. The next statement tells it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
