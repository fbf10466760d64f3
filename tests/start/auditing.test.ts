import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { evaluate } from './runScript';

const npm = (report: unknown) =>
  evaluate('auditing.mjs', `lib.verdictOfNpm(${JSON.stringify(JSON.stringify(report))})`);
const reported = (vulnerabilities: Record<string, number>) => ({
  auditReportVersion: 2,
  metadata: { vulnerabilities },
});

describe('audit of dependencies', () => {
  it.each([
    ['passes without anything known', { low: 0, high: 0, total: 0 }, 'passed', 'nothing known'],
    ['passes with what is not grave, and tells it', { moderate: 2, high: 0, total: 2 }, 'passed', '2 moderate'],
    ['fails from high on', { low: 1, high: 1, critical: 2, total: 4 }, 'failed', '1 low, 1 high, 2 critical'],
  ])('npm: %s', async (_name, counts, result, reason) => {
    expect(await npm(reported(counts))).toEqual({ result, reason });
  });

  it('npm: is skipped, with the reason, where the registry has no list', async () => {
    expect(await npm({ statusCode: 405, message: 'Method Not Allowed' })).toEqual({
      result: 'skipped',
      reason: 'its data cannot be reached: the registry answers 405',
    });
    expect(await npm({ message: 'request failed' })).toMatchObject({ result: 'skipped' });
    expect(await evaluate('auditing.mjs', `lib.verdictOfNpm('')`)).toMatchObject({ result: 'skipped' });
  });

  it('Go: says why its list cannot be reached', async () => {
    const server = http.createServer(({ url }, answer) => {
      answer.statusCode = url === '/there/index/db.json' ? 200 : 404;
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = (list: string) => evaluate('auditing.mjs', `lib.unreachable(${JSON.stringify(list)})`);
    try {
      expect(await ask(`${address}/there`)).toBeNull();
      expect(await ask(`${address}/other`)).toBe(`${address}/other answers 404`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await ask(address)).toContain('ECONNREFUSED');
  });
});
