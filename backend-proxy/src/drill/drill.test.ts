import { DRILL_GROUP, drill, DrillFailed } from './drill';
import type { Attempt, GrafanaRule } from './grafana';

const rule = (uid: string, severity: string): GrafanaRule => ({
  uid,
  folderUID: 'folder',
  orgID: 1,
  labels: { severity },
  data: [{ datasourceUid: '__expr__' }, { datasourceUid: 'lopan-analytics' }],
  notification_settings: { receiver: 'Lopan alerts', group_wait: '20s' },
});

/** A Grafana that evaluates at once and tells one look later. */
function fake({ rules = [rule('lopan-x', 'critical')], error = '', deaf = false, lastError = '' } = {}) {
  const groups: GrafanaRule[][] = [];
  const deleted: string[] = [];
  let attempts = 0;
  let looks = 0;
  const firing = () => JSON.stringify(groups.at(-1)).includes('$A > 0');
  return {
    groups,
    deleted,
    grafana: {
      rules: () => Promise.resolve(rules),
      putGroup: (_folder: string, _name: string, _interval: number, own: readonly GrafanaRule[]) => {
        groups.push([...own]);
        looks = 0;
        return Promise.resolve();
      },
      deleteGroup: (_folder: string, name: string) => Promise.resolve(void deleted.push(name)),
      ruleState: () => Promise.resolve({ state: firing() ? 'firing' : 'inactive', lastError }),
      attempts: (contactPoint: string) => {
        attempts += groups.length > 0 && !deaf && ++looks === 2 ? 1 : 0;
        const attempt: Attempt = {
          contactPoint,
          channel: 'webhook',
          at: String(attempts),
          error: attempts > 0 ? error : '',
        };
        return Promise.resolve([attempt]);
      },
    },
  };
}

async function run(own: ReturnType<typeof fake>, severity = 'critical', waitMs = 2000) {
  const steps: string[] = [];
  const options = { severity, waitMs, pauseMs: 1 };
  const failure = await drill(own.grafana, options, (step) => steps.push(step)).catch((error: unknown) => error);
  return { steps, failure };
}

describe('drill', () => {
  it('fires and resolves through the contact point of the severity, and takes its rule away', async () => {
    const own = fake({ rules: [rule('other', 'critical'), rule('lopan-w', 'warning'), rule('lopan-x', 'critical')] });
    const { steps, failure } = await run(own);
    expect(failure).toBeUndefined();
    expect(steps).toEqual([
      'contact point "Lopan alerts" (webhook), severity critical',
      'fired; waiting for the message',
      'told: webhook at 1',
      'resolved; waiting for the message',
      'told: webhook at 2',
      'the rule of the drill is removed',
    ]);
    expect(own.groups.map(([written]) => written?.notification_settings)).toEqual([
      { receiver: 'Lopan alerts', group_wait: '20s' },
      { receiver: 'Lopan alerts', group_wait: '20s' },
    ]);
    expect(own.groups[0]?.[0]?.data[0]).toMatchObject({ datasourceUid: 'lopan-analytics', queryType: 'as_of' });
    expect(own.deleted).toEqual([DRILL_GROUP]);
  });

  it('says what a channel failed with, and takes its rule away', async () => {
    const own = fake({ error: 'connection refused' });
    const { failure, steps } = await run(own);
    expect(failure).toEqual(new DrillFailed('webhook: connection refused'));
    expect(steps).toContain('not told: webhook at 1');
    expect(own.deleted).toEqual([DRILL_GROUP]);
  });

  it('says where it stopped when no message goes out', async () => {
    const own = fake({ deaf: true });
    expect((await run(own, 'critical', 50)).failure).toEqual(
      new DrillFailed('the message "fired" did not come about within 0 s')
    );
    expect(own.deleted).toEqual([DRILL_GROUP]);
  });

  it('says why a rule cannot be evaluated: the proxy is away', async () => {
    const own = fake({ lastError: 'the Lopan proxy cannot be reached' });
    expect((await run(own)).failure).toEqual(
      new DrillFailed('the rule cannot be evaluated: the Lopan proxy cannot be reached')
    );
  });

  it.each([
    [[], 'critical', /has no rules of Lopan: is provisioning\/ in its place\?/],
    [[rule('lopan-x', 'warning')], 'info', /no rule has the severity "info"; expected one of warning/],
  ])('refuses a Grafana without what it needs', async (rules, severity, message) => {
    const { failure } = await run(fake({ rules }), severity);
    expect(String(failure)).toMatch(message);
  });
});
