import { setTimeout as sleep } from 'node:timers/promises';
import { DailyWorker } from './worker';

function watch(run: () => Promise<number>, dates: string[]) {
  const calls: string[] = [];
  const worker = new DailyWorker(
    { lastDate: () => dates.shift() ?? '2026-03-02', run },
    { ran: (date, rows) => calls.push(`${date} ${rows}`), failed: () => calls.push('failed') },
    { firstLookMs: 0, lookEveryMs: 5 }
  );
  return { worker, calls };
}

describe('DailyWorker', () => {
  it('runs at the start and once for each date that has become complete', async () => {
    const { worker, calls } = watch(() => Promise.resolve(7), ['2026-03-01', '2026-03-01', '2026-03-02']);
    worker.start();
    await sleep(100);
    await worker.stop();
    expect(calls).toEqual(['2026-03-01 7', '2026-03-02 7']);
  });

  it('tries again what failed', async () => {
    let first = true;
    const { worker, calls } = watch(() => {
      const result = first ? Promise.reject(new Error('away')) : Promise.resolve(0);
      first = false;
      return result;
    }, []);
    worker.start();
    await sleep(100);
    await worker.stop();
    expect(calls).toEqual(['failed', '2026-03-02 0']);
  });
});
