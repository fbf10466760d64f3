import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { withDatabase } from '../helpers/database';

const BIN = path.resolve(__dirname, '../../bin/lopan-analytics.js');

/** Compiling takes its time where nothing is compiled yet, in ms. */
const COMPILE_TIMEOUT_MS = 180_000;

const SECRETS = {
  LOPAN_PRIVACY_SECRET: 'a-secret-of-the-tests-0123456789',
  LOPAN_READ_KEYS: 'a-read-key-of-the-tests',
  LOPAN_INGEST_KEYS: 'an-ingest-key-of-the-tests',
  LOPAN_ADMIN_KEYS: 'an-admin-key-of-the-tests',
};

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, ...own };
}

function run(args: string[], own: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    env: environment(own),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command lopan-analytics', () => {
  const database = withDatabase({ empty: true });

  // What is tested is what the sources say now, not what was compiled some time ago.
  beforeAll(() => {
    spawnSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', path.resolve(__dirname, '../..')]);
  }, COMPILE_TIMEOUT_MS);

  it('exits with 0 when it did what it was asked', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stderr: '' });
    const env = { ...SECRETS, DATABASE_URL: database.url };
    expect(run(['migrate'], env)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^applied /) as string });
    expect(run(['migrate'], env)).toMatchObject({ status: 0, stdout: 'nothing to do: the schema is up to date\n' });
  });

  it('exits with 1 when that failed', () => {
    const { status, stderr } = run(['migrate'], { ...SECRETS, DATABASE_URL: 'postgres://u:pw@127.0.0.1:1/none' });
    expect([status, stderr]).toEqual([1, 'lopan-analytics: connect ECONNREFUSED 127.0.0.1:1\n']);
  });

  it('exits with 2 when it was asked wrongly', () => {
    expect(run(['serv'])).toMatchObject({ status: 2, stdout: '' });
    expect(run(['serve'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^lopan-analytics: LOPAN_PRIVACY_SECRET: expected a secret/) as string,
    });
  });

  it('prints the document without a database', () => {
    const { status, stdout } = run(['openapi']);
    expect(status).toBe(0);
    const document = JSON.parse(stdout) as { openapi: string; paths: Record<string, unknown> };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/livez', '/readyz', '/metrics', '/v1/openapi.json', '/v1/events', '/v1/query'])
    );
  });

  it('serves until SIGTERM and exits with 0, without a secret in its log', async () => {
    const child = spawn(process.execPath, [BIN, 'serve'], {
      env: environment({ ...SECRETS, DATABASE_URL: database.url, LOPAN_PORT: '0', LOG_LEVEL: 'trace' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const lines: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      void ended.then((code) => reject(new Error(`ended with ${code ?? 'a signal'} before it was ready`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        lines.push(line);
        const { msg, url: ready } = JSON.parse(line) as { msg: string; url?: string };
        if (msg === 'ready' && ready !== undefined) {
          resolve(ready);
        }
      });
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/v1/catalogue`)).status).toBe(401);
    const catalogue = await fetch(`${url}/v1/catalogue`, {
      headers: { authorization: `Bearer ${SECRETS.LOPAN_READ_KEYS}` },
    });
    expect(catalogue.status).toBe(200);
    await catalogue.text();
    const since = Date.now();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(Date.now() - since).toBeLessThan(10_000);
    for (const secret of [...Object.values(SECRETS), new URL(database.url).password]) {
      expect(lines.join('\n')).not.toContain(`"${secret}"`);
      expect(lines.join('\n')).not.toContain(`:${secret}@`);
    }
    expect(lines.join('\n')).not.toMatch(/of-the-tests/);
  }, 30_000);
});
