import { isNativeError } from 'node:util/types';

/** Socket errors that mean "nobody answers there (any more)". */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * SQLSTATEs after which the same request may succeed later without being changed: the server is starting, stopping or
 * full, or an operator still has to fix the login or the database. Class 08 (connection exceptions) counts as a whole.
 */
const SQL_STATES = new Set([
  '25P03', // idled in a transaction for longer than the server allows
  '25006', // read only: a standby that has not been promoted
  '28000', // login refused
  '28P01', // wrong password
  '3D000', // no such database
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '53400', // a limit of the configuration
  '55P03', // a lock that was not to be had in time
  '57P05', // idled for longer than the server allows
  '58030', // the disk fails
  '57P01', // terminated by an administrator
  '57P02', // terminated by a crash
  '57P03', // starting up or shutting down
]);

/** What TLS says of a certificate that it does not accept; somebody has to mend the database's, or ours. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** `pg` reports these without a code. */
const MESSAGES = [
  /timeout exceeded when trying to connect/i,
  /client was closed and is not queryable/i,
  /connection terminated/i,
  /client has encountered a connection error/i,
  /cannot use a pool after calling end/i,
  /server does not support SSL connections/i,
];

/** The database did not answer in time, not even that it cancelled the statement: it hangs, or the network does. */
export class DatabaseSilentError extends Error {
  override name = 'DatabaseSilentError';

  /** @param waitedMs how long it was waited for */
  constructor(readonly waitedMs: number) {
    super(`the database did not answer within ${waitedMs / 1000} s`);
  }
}

/** Every connection of the proxy was in use for longer than a request waits for one. */
export class NoConnectionFreeError extends Error {
  override name = 'NoConnectionFreeError';

  constructor(readonly waitedMs: number) {
    super(`no connection to the database became free within ${waitedMs / 1000} s`);
  }
}

/** SQLSTATE of a statement that its timeout or its caller cancelled. */
export const QUERY_CANCELED = '57014';

function codeOf(error: object): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Whether a value is an error, also one that another realm made, as `node:net` does under a test runner. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

/** Node tries every address of a host and reports all failures in one AggregateError. */
function innerErrors(error: Error): unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}

/** Whether an error says that the database is out of reach for now: such requests are answered with 503, not 500. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!isError(error)) {
    return false;
  }
  if (error instanceof DatabaseSilentError || error instanceof NoConnectionFreeError) {
    return true;
  }
  const code = codeOf(error);
  if (SOCKET_CODES.has(code) || CERTIFICATE_CODES.has(code) || SQL_STATES.has(code) || /^08[0-9A-Z]{3}$/.test(code)) {
    return true;
  }
  if (code === '' && MESSAGES.some((message) => message.test(error.message))) {
    return true;
  }
  const nested = error.cause === undefined ? innerErrors(error) : [...innerErrors(error), error.cause];
  return nested.some(isDatabaseUnavailable);
}

/** Whether Postgres cancelled the statement, because of its timeout or on demand. */
export function isQueryCanceled(error: unknown): boolean {
  return isError(error) && codeOf(error) === QUERY_CANCELED;
}

/** SQLSTATEs of transactions that lost a race, though they were tried again. */
const LOST_RACES = new Set(['40001', '40P01']);

/** Whether the same work may succeed when it is done again later, unchanged. */
export function isTransient(error: unknown): boolean {
  return isDatabaseUnavailable(error) || (isError(error) && [QUERY_CANCELED, ...LOST_RACES].includes(codeOf(error)));
}

/** What an outage looks like, by the first code or kind of error that tells it. */
const OUTAGES: ReadonlyArray<{ matches: (error: Error) => boolean; sentence: string }> = [
  { matches: (error) => codeOf(error) === '53100', sentence: 'The disk of the database is full.' },
  { matches: (error) => codeOf(error) === '53300', sentence: 'The database takes no more connections.' },
  { matches: (error) => codeOf(error) === '25006', sentence: 'The database is read only at the moment.' },
  {
    matches: (error) =>
      error instanceof NoConnectionFreeError || /timeout exceeded when trying to connect/i.test(error.message),
    sentence: 'All connections to the database are in use.',
  },
  {
    matches: (error) =>
      error instanceof DatabaseSilentError || ['55P03', QUERY_CANCELED, ...LOST_RACES].includes(codeOf(error)),
    sentence: 'The database did not answer in time.',
  },
];

/** The outage in one sentence for callers, which tells nothing about the inside. */
export function outageSentence(error: unknown): string {
  const known = isError(error) ? OUTAGES.find(({ matches }) => matches(error)) : undefined;
  return known?.sentence ?? 'The database is out of reach.';
}

/** Why the database is out of reach, in words for `/readyz` and logs: no password, no statement, no parameters. */
export function describeDatabaseError(error: unknown): string {
  if (!isError(error)) {
    return 'unknown error';
  }
  const [first] = innerErrors(error);
  if (error.message === '' && first !== undefined) {
    return describeDatabaseError(first);
  }
  if (CERTIFICATE_CODES.has(codeOf(error))) {
    return `the certificate of the database is not accepted (${error.message}); with database.ssl: verify-full it must be valid for the host in the configuration, and signed by a public authority or the one whose certificate PGSSLROOTCERT names`;
  }
  if (/server does not support SSL connections/i.test(error.message)) {
    return 'the database takes no encrypted connections; turn on "ssl" in its postgresql.conf, or set database.ssl: off';
  }
  return error.message || codeOf(error) || error.name;
}
