import type { PoolClient, QueryResult } from 'pg';
import { DatabaseSilentError } from '../errors/database';

/** Postgres' codes for "try the same transaction again". */
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/** The statement that makes what a transaction did last. */
export const COMMIT = 'COMMIT';

/** Postgres ends what takes too long by itself; a server that has not done so this much later cannot be reached, ms. */
const GRACE_MS = 1000;

/** Whatever lends connections: a pool, or a share of one. */
export interface Connections {
  connect(): Promise<PoolClient>;
}

export interface TransactionOptions {
  /** Statement that opens the transaction, with anything set locally for it. */
  begin?: string;
  /** Statements that follow at once, in the same round trip and under the timeout; without parameters. */
  first?: readonly string[];
  /** How often a transaction that lost a race is tried anew. */
  retries?: number;
  /**
   * Postgres cancels a statement that takes longer than this, in ms. A transaction that is not over a second later waits
   * for a server that is gone without a word: its connection is closed. Without it there is no limit.
   */
  timeoutMs?: number;
}

/** The SQLSTATE of a Postgres error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The statements that open the transaction; those that follow are cancelled by Postgres when they take too long. */
function opening({ begin = 'BEGIN', first = [], timeoutMs }: TransactionOptions): string[] {
  const timeout =
    timeoutMs === undefined ? [] : [`SET LOCAL statement_timeout = ${Math.max(1, Math.round(timeoutMs))}`];
  return [begin, ...timeout, ...first];
}

/** Sends the statements that open a transaction. @returns what the last `count` of them answered, in their order */
async function open(client: PoolClient, begin: readonly string[], count: number): Promise<QueryResult[]> {
  // Of several statements `pg` gives a list of results, which its types do not know.
  const answered: unknown = await client.query(begin.join('; '));
  return count > 0 && Array.isArray(answered) ? (answered as QueryResult[]).slice(-count) : [];
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * A connection whose state is unknown afterwards is closed instead of going back to the pool.
 * @param work gets the connection, what the statements of `first` answered, and a function that grants the whole
 *   `timeoutMs` anew: for who does one thing after the other in a transaction
 * @throws DatabaseSilentError when the database does not answer within `timeoutMs`, not even that it cancelled something
 */
export async function inTransaction<T>(
  pool: Connections,
  work: (client: PoolClient, first: readonly QueryResult[], extend: () => void) => Promise<T>,
  options: TransactionOptions = {}
): Promise<T> {
  return asTransaction(
    pool,
    async (client, begin, extend) => {
      const result = await work(client, await open(client, begin, options.first?.length ?? 0), extend);
      await client.query(COMMIT);
      return result;
    },
    options
  );
}

/**
 * The same for work that counts its round trips: it sends the statements `begin` ahead of its first one and `COMMIT`
 * behind its last. What it has not committed when it throws is rolled back.
 * @throws DatabaseSilentError like `inTransaction`
 */
export async function asTransaction<T>(
  pool: Connections,
  work: (client: PoolClient, begin: readonly string[], extend: () => void) => Promise<T>,
  options: TransactionOptions = {}
): Promise<T> {
  const { retries = 0, timeoutMs } = options;
  for (let attempt = 0; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken ??= error;
    };
    // A connection that breaks while it is lent out has nobody else to listen, and Node ends the process over that.
    client.on('error', onError);
    const watchdog =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            broken = new DatabaseSilentError(timeoutMs + GRACE_MS);
            // Closing the socket is what makes the statement under way fail; a request to end it would wait behind it.
            void client.end().catch(() => undefined);
          }, timeoutMs + GRACE_MS);
    const extend = (): void => {
      watchdog?.refresh();
    };
    try {
      return await work(client, opening(options), extend);
    } catch (error) {
      if (broken instanceof DatabaseSilentError) {
        throw broken;
      }
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      const state = sqlState(error);
      if (attempt < retries && (state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED)) {
        continue;
      }
      throw error;
    } finally {
      clearTimeout(watchdog);
      client.off('error', onError);
      client.release(broken);
    }
  }
}
