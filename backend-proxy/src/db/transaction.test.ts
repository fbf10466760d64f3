import type { PoolClient } from 'pg';
import { isDatabaseUnavailable } from '../errors/database';
import { asTransaction, COMMIT, inTransaction, type Connections } from './transaction';

/** A connection that answers each statement by what `answers` gives, and notes what became of it. */
function connectionOf(answers: (text: string) => Promise<unknown> = () => Promise.resolve({ rows: [] })) {
  const statements: string[] = [];
  const releases: unknown[] = [];
  const closed: Array<(error: Error) => void> = [];
  const client = {
    on: () => undefined,
    off: () => undefined,
    query: (text: string) => {
      statements.push(text);
      return Promise.race([answers(text), new Promise((_resolve, reject) => closed.push(reject))]);
    },
    // As `pg` does: whatever is under way fails.
    end: async () => closed.forEach((reject) => reject(new Error('Connection terminated'))),
    release: (error?: unknown) => releases.push(error),
  };
  const pool: Connections = { connect: () => Promise.resolve(client as unknown as PoolClient) };
  return { pool, statements, releases };
}

const failing = (code: string) => Object.assign(new Error(code), { code });

describe('inTransaction', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('commits, in one round trip with its timeout and first statements', async () => {
    const { pool, statements, releases } = connectionOf();
    const options = { begin: 'BEGIN READ ONLY', first: ['LOCK TABLE x', 'SELECT 1'], timeoutMs: 1500.4 };
    expect(await inTransaction(pool, () => Promise.resolve(7), options)).toBe(7);
    expect(statements).toEqual([
      'BEGIN READ ONLY; SET LOCAL statement_timeout = 1500; LOCK TABLE x; SELECT 1',
      'COMMIT',
    ]);
    expect(releases).toEqual([undefined]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('closes the connection of a database that says nothing, a second after Postgres should have cancelled', async () => {
    const { pool, statements, releases } = connectionOf((text) =>
      text === 'SELECT 1' ? new Promise(() => undefined) : Promise.resolve({})
    );
    const work = inTransaction(pool, (client) => client.query('SELECT 1'), { timeoutMs: 2000 }).catch(
      (error: unknown) => error
    );
    await jest.advanceTimersByTimeAsync(2999);
    expect(releases).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    const error = await work;
    expect(error).toMatchObject({ message: 'the database did not answer within 3 s' });
    expect(isDatabaseUnavailable(error)).toBe(true);
    // No ROLLBACK: it would wait behind the statement that is never answered.
    expect(statements.slice(1)).toEqual(['SELECT 1']);
    expect(releases).toEqual([error]);
  });

  it('keeps a connection that was rolled back, and closes one that could not be', async () => {
    const good = connectionOf();
    await expect(inTransaction(good.pool, () => Promise.reject(failing('23505')))).rejects.toThrow('23505');
    expect(good.releases).toEqual([undefined]);
    const bad = connectionOf((text) => (text === 'ROLLBACK' ? Promise.reject(new Error('gone')) : Promise.resolve({})));
    await expect(inTransaction(bad.pool, () => Promise.reject(failing('23505')))).rejects.toThrow('23505');
    expect(bad.releases).toEqual([expect.objectContaining({ message: 'gone' })]);
  });

  it.each(['40001', '40P01'])('tries again what lost a race (%s), as often as it was told to', async (code) => {
    const { pool, releases } = connectionOf();
    let attempts = 0;
    const lose = () => {
      attempts++;
      return Promise.reject(failing(code));
    };
    await expect(inTransaction(pool, lose, { retries: 2 })).rejects.toThrow(code);
    expect(attempts).toBe(3);
    expect(releases).toHaveLength(3);
  });
});

describe('asTransaction', () => {
  it('leaves the first and the last statement to the work', async () => {
    const { pool, statements, releases } = connectionOf();
    const work = async (client: PoolClient, begin: readonly string[]) => {
      await client.query([...begin, 'SELECT 1', COMMIT].join('; '));
      return 7;
    };
    expect(await asTransaction(pool, work, { first: ['LOCK TABLE x'] })).toBe(7);
    expect(statements).toEqual(['BEGIN; LOCK TABLE x; SELECT 1; COMMIT']);
    expect(releases).toEqual([undefined]);
  });

  it('rolls back what the work did not commit', async () => {
    const { pool, statements } = connectionOf();
    await expect(asTransaction(pool, () => Promise.reject(failing('23505')))).rejects.toThrow('23505');
    expect(statements).toEqual(['ROLLBACK']);
  });
});
