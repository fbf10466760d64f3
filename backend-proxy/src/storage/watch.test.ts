import { setTimeout as sleep } from 'node:timers/promises';
import { HOUR_MS, MINUTE_MS } from '../domain/calendar';
import { StorageWatch } from './watch';

/** Between two looks, ms. */
const LOOK_MS = 2;

describe('StorageWatch', () => {
  const observer = { saw: jest.fn(), short: jest.fn(), enough: jest.fn() };
  let size: () => Promise<number>;
  let clock: number;
  let watch: StorageWatch;

  const begin = async (limitBytes: number) => {
    watch = new StorageWatch(() => size(), limitBytes, observer, { lookEveryMs: LOOK_MS, elapsed: () => clock });
    watch.start();
    await severalLooks();
  };
  const severalLooks = async () => {
    const before = observer.saw.mock.calls.length;
    for (let tries = 0; tries < 200 && observer.saw.mock.calls.length < before + 3; tries++) {
      await sleep(LOOK_MS);
    }
  };

  beforeEach(() => {
    jest.clearAllMocks();
    clock = 0;
  });
  afterEach(() => watch.stop());

  it('is silent while there is room', async () => {
    size = () => Promise.resolve(79);
    await begin(100);
    expect(observer.saw).toHaveBeenCalledWith({ bytes: 79, limitBytes: 100 });
    expect(observer.short).not.toHaveBeenCalled();
  });

  it('warns from four fifths on, once an hour, and says when it is over', async () => {
    size = () => Promise.resolve(80);
    await begin(100);
    clock += 10 * MINUTE_MS;
    await severalLooks();
    expect(observer.short).toHaveBeenCalledTimes(1);
    clock += HOUR_MS;
    await severalLooks();
    expect(observer.short).toHaveBeenCalledTimes(2);
    size = () => Promise.resolve(50);
    await severalLooks();
    expect(observer.enough).toHaveBeenCalledTimes(1);
  });

  it('warns of nothing where no limit is set', async () => {
    size = () => Promise.resolve(1e12);
    await begin(0);
    expect(observer.saw).toHaveBeenCalled();
    expect(observer.short).not.toHaveBeenCalled();
  });

  it('goes on when the database is away', async () => {
    const looks = jest.fn(() => Promise.reject(new Error('away')));
    size = looks;
    watch = new StorageWatch(() => size(), 100, observer, { lookEveryMs: LOOK_MS });
    watch.start();
    await sleep(10 * LOOK_MS);
    expect(looks).toHaveBeenCalled();
    expect(observer.saw).not.toHaveBeenCalled();
    size = () => Promise.resolve(90);
    await severalLooks();
    expect(observer.short).toHaveBeenCalledTimes(1);
  });
});
