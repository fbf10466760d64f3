import type { PoolClient } from 'pg';
import { runPipeline } from '../../src/db/pipeline';
import { withDatabase } from '../helpers/database';

describe('runPipeline', () => {
  const database = withDatabase({ empty: true });
  let client: PoolClient;

  beforeAll(async () => {
    await database.pool.query('CREATE TABLE numbers (n integer PRIMARY KEY, name text)');
  });
  beforeEach(async () => {
    client = await database.pool.connect();
  });
  afterEach(async () => {
    client.release();
    await database.pool.query('TRUNCATE numbers');
  });
  const numbers = () => database.rows('SELECT n, name FROM numbers ORDER BY n');

  it('runs statements in their order, with parameters and COPY, and gives the rows of each', async () => {
    expect(
      await runPipeline(client, [
        { text: 'BEGIN' },
        { text: 'COPY numbers FROM STDIN', copy: '1\tone\n2\t\\N\n' },
        { text: 'SELECT n + $1::integer, name FROM numbers ORDER BY n', values: ['10'] },
        { text: 'COPY numbers FROM STDIN', copy: '3\tdrei 🏭\n' },
        { text: 'COMMIT' },
      ])
    ).toEqual([
      [],
      [],
      [
        ['11', 'one'],
        ['12', null],
      ],
      [],
      [],
      [],
    ]);
    expect(await numbers()).toEqual([
      { n: 1, name: 'one' },
      { n: 2, name: null },
      { n: 3, name: 'drei 🏭' },
    ]);
  });

  it('takes a COPY of nothing, and one larger than any buffer on the way', async () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `${n}\t${'x'.repeat(20)}\n`);
    await runPipeline(client, [
      { text: 'COPY numbers FROM STDIN', copy: '' },
      { text: 'COPY numbers FROM STDIN', copy: rows.join('') },
    ]);
    expect(await database.rows('SELECT count(*) AS n FROM numbers')).toEqual([{ n: 100_000 }]);
  });

  it.each<[string, { text: string; copy?: string }, string]>([
    ['a statement', { text: 'SELECT 1 / 0' }, '22012'],
    ['a COPY into a table that is not there', { text: 'COPY nowhere FROM STDIN', copy: '1\tx\n' }, '42P01'],
    ['a COPY of a row that does not fit', { text: 'COPY numbers FROM STDIN', copy: '7\tx\nseven\tx\n' }, '22P02'],
    ['a COPY of a row that is there', { text: 'COPY numbers FROM STDIN', copy: '1\tx\n' }, '23505'],
  ])('throws what %s failed with, skips the rest, and leaves the connection as it was', async (_name, step, code) => {
    const work = runPipeline(client, [
      { text: 'BEGIN' },
      { text: 'COPY numbers FROM STDIN', copy: '1\tone\n' },
      step,
      { text: 'COPY numbers FROM STDIN', copy: '2\ttwo\n' },
      { text: 'COMMIT' },
    ]);
    await expect(work).rejects.toMatchObject({ code });
    await client.query('ROLLBACK');
    expect(await runPipeline(client, [{ text: 'SELECT 5' }])).toEqual([[['5']], []]);
    expect(await numbers()).toEqual([]);
  });

  it('fails when the connection breaks off', async () => {
    const lost = await database.pool.connect();
    lost.on('error', () => undefined);
    const work = runPipeline(lost, [
      { text: 'SELECT pg_terminate_backend(pg_backend_pid())' },
      { text: 'COPY numbers FROM STDIN', copy: '1\tone\n' },
    ]);
    await expect(work).rejects.toThrow();
    lost.release(true);
    expect(await numbers()).toEqual([]);
  });
});
