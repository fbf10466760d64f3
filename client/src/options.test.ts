import { OptionsError } from './errors';
import { resolveOptions, type ClientOptions } from './options';
import { DEFAULT_POLICY, effectivePolicy, parsePolicy } from './policy';

const MINIMAL: ClientOptions = { url: 'http://127.0.0.1:4000', key: 'k', deviceId: 'd', directory: 'queue' };

describe('resolveOptions', () => {
  it('fills in what is not given', () => {
    expect(resolveOptions(MINIMAL)).toMatchObject({
      maxQueueEvents: 100_000,
      sync: 'enqueue',
      concurrency: 1,
      gzip: false,
      backoff: { baseMs: 1000, maxMs: 60_000 },
      policy: {},
    });
  });

  it.each<[Partial<ClientOptions>, string]>([
    [{ url: 'proxy:4000' }, 'url is "proxy:4000", expected an address'],
    [{ url: '' }, 'url is ""'],
    [{ key: '' }, 'key must be a text of 1 to 4096 characters'],
    [{ key: 'a\r\nX-Evil: 1' }, 'key must be a text'],
    [{ deviceId: 'x'.repeat(51) }, 'deviceId must be a text of 1 to 50 characters'],
    [{ directory: ' ' }, 'directory must be a text'],
    [{ concurrency: 0 }, 'concurrency is 0, expected an integer of at least 1'],
    [{ maxQueueEvents: 1.5 }, 'maxQueueEvents is 1.5'],
    [{ backoff: { maxMs: -1 } }, 'backoff.maxMs is -1'],
    [{ sync: 'sometimes' as never }, `sync is "sometimes", expected 'enqueue', 'send' or 'never'`],
    [{ policy: { batchSize: 0 } }, 'policy.batchSize is 0'],
    [{ policy: { flushIntervalSeconds: -1 } }, 'policy.flushIntervalSeconds is -1'],
  ])('refuses %j by name', (options, message) => {
    const resolve = () => resolveOptions({ ...MINIMAL, ...options });
    expect(resolve).toThrow(OptionsError);
    expect(resolve).toThrow(message);
  });
});

describe('upload policy', () => {
  it('is read from the proxy, field by field', () => {
    const body = JSON.stringify({ batchSize: 250, flushIntervalSeconds: 0.5, somethingNew: true });
    expect(parsePolicy(body, DEFAULT_POLICY)).toEqual({ ...DEFAULT_POLICY, batchSize: 250, flushIntervalSeconds: 0.5 });
  });

  it.each(['[]', '"x"', 'null', '{"maxEvents":0}', '{"maxBodyBytes":"1MiB"}'])('refuses %s', (body) => {
    expect(() => parsePolicy(body, DEFAULT_POLICY)).toThrow(/upload policy/);
  });

  it('yields to the caller within the hard limits of the proxy', () => {
    expect(effectivePolicy(DEFAULT_POLICY, { batchSize: 50_000 }).batchSize).toBe(10_000);
    expect(effectivePolicy(DEFAULT_POLICY, {})).toEqual(DEFAULT_POLICY);
  });
});
