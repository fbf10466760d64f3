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
  '25006', // read only: a standby that has not been promoted
  '28000', // login refused
  '28P01', // wrong password
  '3D000', // no such database
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '57P01', // terminated by an administrator
  '57P02', // terminated by a crash
  '57P03', // starting up or shutting down
]);

/** `pg` reports these without a code. */
const MESSAGES = [
  /timeout exceeded when trying to connect/i,
  /connection terminated/i,
  /client has encountered a connection error/i,
  /cannot use a pool after calling end/i,
];

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
  const code = codeOf(error);
  if (SOCKET_CODES.has(code) || SQL_STATES.has(code) || /^08[0-9A-Z]{3}$/.test(code)) {
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

/** Why the database is out of reach, in words for `/readyz` and logs: no password, no statement, no parameters. */
export function describeDatabaseError(error: unknown): string {
  if (!isError(error)) {
    return 'unknown error';
  }
  const [first] = innerErrors(error);
  if (error.message === '' && first !== undefined) {
    return describeDatabaseError(first);
  }
  return error.message || codeOf(error) || error.name;
}
