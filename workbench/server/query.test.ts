/** @jest-environment node */
import { ProxyClient } from './proxyClient';
import { answerDsQuery } from './query';

const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2026, 0, 2);
const range = { from: String(FROM), to: String(TO) };

/** A proxy that answers each query with an empty frame list, or as told. */
function proxyWith(answer?: { status: number; body: unknown }) {
  const post = jest.fn((_path: string, body: unknown) => {
    const queries: Array<{ refId: string }> = Reflect.get(Object(body), 'queries');
    const results = Object.fromEntries(queries.map(({ refId }) => [refId, { status: 200, frames: [] }]));
    return Promise.resolve(answer ?? { status: 200, body: { results } });
  });
  const proxy = new ProxyClient('http://127.0.0.1:9', 'key');
  proxy.post = post;
  return { proxy, post };
}

describe('answerDsQuery', () => {
  it('asks the proxy with instants and hands its results on', async () => {
    const { proxy, post } = proxyWith();
    const queries = [{ refId: 'A', queryType: 'kpi', intervalMs: 1000, maxDataPoints: 5 }];
    const { status, body } = await answerDsQuery(proxy, { queries, ...range });
    expect(status).toBe(200);
    expect(body).toEqual({ results: { A: { status: 200, frames: [] } } });
    expect(post).toHaveBeenCalledWith('/v1/query', {
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-02T00:00:00.000Z',
      intervalMs: 1000,
      maxDataPoints: 5,
      queries,
    });
  });

  it('takes the last millisecond of a day as the end of it', async () => {
    const { proxy, post } = proxyWith();
    await answerDsQuery(proxy, { queries: [{ refId: 'A' }], from: range.from, to: String(TO - 1) });
    expect(post).toHaveBeenCalledWith('/v1/query', expect.objectContaining({ to: '2026-01-02T00:00:00.000Z' }));
  });

  it('sends queries of one range, interval and width together', async () => {
    const { proxy, post } = proxyWith();
    const queries = [
      { refId: 'A', intervalMs: 1000 },
      { refId: 'B', intervalMs: 1000 },
      { refId: 'C', intervalMs: 2000 },
      { refId: 'D', intervalMs: 1000, timeRange: { from: String(FROM - 1000), to: range.to } },
    ];
    const { body } = await answerDsQuery(proxy, { queries, ...range });
    expect(post).toHaveBeenCalledTimes(3);
    expect(Object.keys(body.results).sort()).toEqual(['A', 'B', 'C', 'D']);
  });

  it('gives each query the words of a failed request, with status 207', async () => {
    const { proxy } = proxyWith({ status: 401, body: { title: 'Unauthorized', detail: 'The key is unknown' } });
    const { status, body } = await answerDsQuery(proxy, { queries: [{ refId: 'A' }, { refId: 'B' }], ...range });
    expect(status).toBe(207);
    expect(body.results.B).toEqual({ status: 401, error: 'The key is unknown', frames: [] });
  });

  it('says that the proxy cannot be reached, and where it looked', async () => {
    const proxy = new ProxyClient('http://127.0.0.1:9', 'key');
    const { body } = await answerDsQuery(proxy, { queries: [{ refId: 'A' }], ...range });
    expect(body.results.A?.error).toMatch(/^The proxy at http:\/\/127\.0\.0\.1:9 does not answer/);
  });

  it.each([
    ['no queries', { ...range }, 'Expected { queries'],
    ['no range', { queries: [] }, 'Expected "from" and "to"'],
    ['a query without a refId', { queries: [{}], ...range }, 'needs a "refId"'],
    ['a range in words', { queries: [{ refId: 'A' }], from: 'yesterday', to: range.to }, '"from": expected'],
    ['nothing', null, 'Expected { queries'],
  ])('refuses %s', async (_name, body, message) => {
    await expect(answerDsQuery(proxyWith().proxy, body)).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(message),
    });
  });
});
