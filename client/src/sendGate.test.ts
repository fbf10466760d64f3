import { SendGate } from './sendGate';

describe('SendGate', () => {
  beforeEach(() => jest.useFakeTimers({ now: 0 }));
  afterEach(() => jest.useRealTimers());

  const gate = () => new SendGate({ baseMs: 1, maxMs: 1 });

  it('keeps a Retry-After that one request was told, also when another one succeeds', () => {
    const tried = gate();
    tried.failed(5000);
    tried.succeeded();
    expect(tried.waitMs).toBeGreaterThanOrEqual(5000);
    jest.setSystemTime(5002);
    expect(tried.waitMs).toBe(0);
  });

  it('takes failures of requests under way together for one, and the longest wait of them', () => {
    const tried = gate();
    tried.failed(1000);
    tried.failed(3000);
    tried.failed(2000);
    expect(tried.attempt).toBe(1);
    expect(tried.waitMs).toBe(3000);
  });

  it('sends one request at a time until one passes', () => {
    const tried = gate();
    expect(tried.allowed(8)).toBe(8);
    tried.failed();
    expect(tried.allowed(8)).toBe(1);
    tried.succeeded();
    expect(tried.allowed(8)).toBe(8);
  });

  it('halves the size of a batch and doubles it back with every success', () => {
    const tried = gate();
    tried.shrink(100);
    tried.shrink(50);
    tried.shrink(1);
    const sizes = Array.from({ length: 5 }, () => {
      const size = tried.batchSize(10);
      tried.succeeded();
      return size;
    });
    expect(sizes).toEqual([1, 2, 4, 8, 10]);
  });
});
