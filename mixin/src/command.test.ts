import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from './command';

describe('generate', () => {
  let root: string;
  let printed: string;
  let env: Record<string, string>;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mixin-'));
    printed = '';
    env = {};
  });
  afterEach(() => rm(root, { recursive: true }));

  const print = (text: string): void => {
    printed += text;
  };
  const run = (...args: string[]): Promise<number> => {
    printed = '';
    return runCommand(args, { env, repository: root, print, printError: print });
  };
  const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

  it('writes, and then has nothing to write', async () => {
    expect(await run()).toBe(0);
    expect(printed).toMatch(/^missing: docs\/kpis\.md$/m);
    expect(await run('--check')).toBe(0);
    expect(printed).toBe('nothing differs\n');
  });

  it('says what differs and writes nothing with --check', async () => {
    await run();
    await writeFile(join(root, 'docs/kpis.md'), 'by hand');
    expect(await run('--check')).toBe(1);
    expect(printed).toMatch(/^changed: docs\/kpis\.md\n1 of \d+ files differ\n$/);
    expect(await read('docs/kpis.md')).toBe('by hand');
  });

  it('takes the plant from --config or the environment, and takes away what the plant takes away', async () => {
    await run();
    const plant = join(root, 'plant.yaml');
    await writeFile(plant, 'analytics: { kpis: { customer_impact: { threshold: null } } }');
    env = { LOPAN_CONFIG: plant };
    expect(await run('--check')).toBe(1);
    expect(printed).toContain('left over: docs/runbooks/lopan-customer-impact-total-warn.md');
    env = {};
    expect(await run('--config', plant)).toBe(0);
    expect(await read('provisioning/alerting/rules.yaml')).toContain('uid: lopan-customer-impact-total-warn');
    await expect(read('docs/runbooks/lopan-customer-impact-total-warn.md')).rejects.toThrow('ENOENT');
  });

  it('writes the contacts whose secrets are at hand, and none of the secrets', async () => {
    await mkdir(join(root, 'mixin'));
    await writeFile(
      join(root, 'mixin/contacts.yaml'),
      'contacts: [{ type: slack, url: $SLACK }, { type: pagerduty, integration_key: $PAGER, severities: [critical] }]'
    );
    expect(await run()).toBe(0);
    expect(printed).toContain('left out: slack: SLACK is not set\n');
    expect(printed).toContain(
      'nobody is told of critical and warning and info, unless Grafana knows LOPAN_WEBHOOK_URL'
    );
    env = { SLACK: 'https://hooks.example/secret' };
    expect(await run('--check')).toBe(1);
    expect(printed).toContain('changed: provisioning/alerting/contact-points.yaml');
    await run();
    const written = await read('provisioning/alerting/contact-points.yaml');
    expect(written).toContain('url: $SLACK\n');
    expect(written).not.toContain('secret');
    expect(written).toMatch(/deleteContactPoints:\n {2}- orgId: 1\n {4}uid: lopan-webhook\n/);
  });

  it('writes addresses as they are given', async () => {
    await run(
      '--proxy-url',
      'http://proxy:4000',
      '--dashboards-path',
      '/srv/boards',
      '--runbook-url',
      'https://w.example/r/'
    );
    expect(await read('provisioning/datasources/lopan.yaml')).toContain('url: http://proxy:4000\n');
    expect(await read('provisioning/dashboards/lopan.yaml')).toContain('path: /srv/boards\n');
    expect(await read('provisioning/alerting/rules.yaml')).toContain(
      'runbook_url: https://w.example/r/lopan-data-unreachable\n'
    );
  });

  it.each([
    [['--cheek'], /Unknown option '--cheek'[^]*Usage: npm run generate/],
    [['--config', 'nowhere.yaml'], /^nowhere\.yaml: cannot be read: /],
    [['--contacts', 'nowhere.yaml'], /^nowhere\.yaml: cannot be read: /],
  ])('refuses %p', async (args, message) => {
    expect(await run(...args)).toBe(2);
    expect(printed).toMatch(message);
  });

  it('explains itself', async () => {
    expect(await run('--help')).toBe(0);
    expect(printed).toContain('--check');
  });
});
