import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { main } from './main';

const SECRET = { LOPAN_PRIVACY_SECRET: 'a-secret-of-more-than-sixteen' };

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(args: string[], env: Record<string, string> = SECRET) {
  const stdout = new Text();
  const stderr = new Text();
  const code = await main(args, { env, stdout, stderr });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe('lopan-analytics', () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lopan-cli-'));
    file = join(folder, 'config.yaml');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['--help'],
    ...['migrate', 'import', 'demo', 'rollup', 'retention', 'subject', 'event', 'alert', 'config'].map((name) => [
      name,
      '--help',
    ]),
    ['config', 'print', '--help'],
    ['rollup', 'verify', '--help'],
    ['event', 'void', '--help'],
    ['alert', 'drill', '--help'],
  ])('explains itself: %s %s', async (...args) => {
    const { code, stdout } = await run(args.filter((arg) => arg !== undefined));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: lopan-analytics/);
  });

  it('names its version and its exit codes', async () => {
    expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await run(['--help'])).stdout).toContain('Exit codes: 0 done, 1 failed, 2 wrong use or configuration.');
  });

  it.each([
    ['no command', [], /Usage/],
    ['an unknown command', ['migrat'], /^lopan-analytics: unknown command 'migrat'\n\(Did you mean migrate\?\)/],
    ['an unknown option', ['migrate', '--fast'], /^lopan-analytics: unknown option '--fast'/],
    ['too many arguments', ['migrate', 'twice'], /too many arguments/],
    ['half a command', ['config'], /Usage: lopan-analytics config/],
  ])('exits with 2 for %s', async (_name, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  });

  it('exits with 2 for a configuration that cannot be used, each problem on a line', async () => {
    writeFileSync(file, 'analytics:\n  trend: { stable: 1 }\n');
    const { code, stderr } = await run(['config', 'check', '--config', file], {});
    expect(code).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      `lopan-analytics: ${file}:2: analytics.trend.stable: unknown key; known are stable_below`,
      expect.stringMatching(/^lopan-analytics: LOPAN_PRIVACY_SECRET: expected a secret/),
    ]);
  });

  it('exits with 2 when the named file is not there', async () => {
    const { code, stderr } = await run(['migrate'], { ...SECRET, LOPAN_CONFIG: join(folder, 'none.yaml') });
    expect(code).toBe(2);
    expect(stderr).toContain('the file cannot be read');
  });

  it('checks and prints a good configuration', async () => {
    writeFileSync(file, 'analytics:\n  trend: { stable_below: 2 }\n');
    const check = await run(['config', 'check', '-c', file]);
    expect([check.code, check.stdout]).toEqual([0, `${file}: ok\n`]);
    expect(check.stderr).toContain('warning: the scope read is closed');
    const printed = await run(['config', 'print'], { ...SECRET, LOPAN_CONFIG: file });
    expect(printed.code).toBe(0);
    expect(printed.stdout).toMatch(/stable_below: 2/);
    expect(printed.stdout).not.toContain(SECRET.LOPAN_PRIVACY_SECRET);
  });

  it('exits with 1 and one plain line when the database is out of reach', async () => {
    const { code, stderr } = await run(['migrate'], { ...SECRET, DATABASE_URL: 'postgres://u:pw@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(stderr).toBe('lopan-analytics: connect ECONNREFUSED 127.0.0.1:1\n');
  });

  it('exits with 2 when the demo has no key or a date that is none', async () => {
    const noKey = await run(['demo', 'load']);
    expect([noKey.code, noKey.stderr]).toEqual([
      2,
      expect.stringContaining('set LOPAN_INGEST_KEY, or give --key') as string,
    ]);
    expect((await run(['demo', 'live', '--key', 'k', '--now', 'someday'])).code).toBe(2);
  });
});
