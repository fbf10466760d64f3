import type { Pool, PoolClient } from 'pg';

/** Postgres' codes for "try the same transaction again". */
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

export interface TransactionOptions {
  /** Statement that opens the transaction, with anything set locally for it. */
  begin?: string;
  /** How often a transaction that lost a race is tried anew. */
  retries?: number;
}

/** The SQLSTATE of a Postgres error, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/**
 * Runs `work` in one transaction: committed when it returns, rolled back when it throws.
 * A connection whose state is unknown afterwards is closed instead of going back to the pool.
 */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { begin = 'BEGIN', retries = 0 }: TransactionOptions = {}
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const client = await pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    // A connection that breaks while it is lent out has nobody else to listen, and Node ends the process over that.
    client.on('error', onError);
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError;
      });
      const state = sqlState(error);
      if (attempt < retries && (state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED)) {
        continue;
      }
      throw error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }
}
