import type { Pool, PoolClient } from 'pg';
import { ConnectionShare, queryShare } from './connection-share';

/** A pool that always has a connection to lend. */
function poolOf(connect: () => Promise<unknown> = () => Promise.resolve({ release: jest.fn() })) {
  const counts = { totalCount: 7, idleCount: 3, waitingCount: 2, options: { max: 10 } };
  return { connect: connect as () => Promise<PoolClient>, ...counts } as unknown as Pool;
}

describe('queryShare', () => {
  it.each([
    [2, 1],
    [3, 1],
    [4, 2],
    [10, 7],
    [100, 97],
  ])('of %d connections is %d', (size, share) => expect(queryShare(size)).toBe(share));
});

describe('ConnectionShare', () => {
  it('lends no more than its size, and the next one in the order of asking', async () => {
    const share = new ConnectionShare(poolOf(), 1);
    const first = await share.connect();
    const order: string[] = [];
    const waiting = ['a', 'b'].map(async (name) => {
      const client = await share.connect();
      order.push(name);
      client.release();
    });
    await new Promise(setImmediate);
    expect(order).toEqual([]);
    expect(share.waitingCount).toBe(2 + 2);
    first.release();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b']);
    expect(share.waitingCount).toBe(2);
    expect(share.use).toEqual({ inUse: 4, size: 10 });
  });

  it('lets nobody wait for ever', async () => {
    const share = new ConnectionShare(poolOf(), 1, 20);
    const held = await share.connect();
    await expect(share.connect()).rejects.toThrow('no connection to the database became free within 0.02 s');
    held.release();
    (await share.connect()).release();
  });

  it('loses no turn to a pool that fails, nor to a connection that is returned twice', async () => {
    let fails = true;
    const share = new ConnectionShare(
      poolOf(() => (fails ? Promise.reject(new Error('away')) : Promise.resolve({ release: jest.fn() }))),
      1,
      20
    );
    await expect(share.connect()).rejects.toThrow('away');
    fails = false;
    const client = await share.connect();
    client.release();
    client.release();
    const again = await share.connect();
    await expect(share.connect()).rejects.toThrow('became free');
    again.release();
  });
});
