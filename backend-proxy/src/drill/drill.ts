import { setTimeout as sleep } from 'node:timers/promises';
import { GrafanaError, type GrafanaApi, type GrafanaRule } from './grafana';

/** Group of the drill's rule, and the title of its messages. */
export const DRILL_GROUP = 'Lopan alert drill';

/** Uids of our rules begin so. */
const OWN = 'lopan-';
const DRILL_UID = 'lopan-drill';
const EVALUATE_EVERY_SECONDS = 10;

/** How a drill is run. */
export interface DrillOptions {
  /** The severity whose contact point is to be told. */
  severity: string;
  /** How long each message may take, in ms. */
  waitMs: number;
  /** Pause between two looks at Grafana, in ms. */
  pauseMs?: number;
  signal?: AbortSignal;
}

/** The drill did not get through; the message says where it stopped. */
export class DrillFailed extends Error {
  override readonly name = 'DrillFailed';
}

/**
 * Fires and resolves one alert on the whole way that a real one takes: a rule that asks our data source, Grafana's
 * scheduler, its Alertmanager, and the contact point of the provisioned rules of that severity. Its rule is taken away
 * whatever happens.
 * @param tell told of each step, in words
 * @throws DrillFailed, GrafanaError
 */
export async function drill(
  grafana: Pick<GrafanaApi, 'rules' | 'putGroup' | 'deleteGroup' | 'ruleState' | 'attempts'>,
  { severity, waitMs, pauseMs = 1000, signal }: DrillOptions,
  tell: (step: string) => void
): Promise<void> {
  const model = modelOf(await grafana.rules(), severity);
  const contactPoint = model.notification_settings.receiver;
  const channels = (await grafana.attempts(contactPoint)).map(({ channel }) => channel);
  tell(`contact point "${contactPoint}" (${channels.join(', ') || 'no channel'}), severity ${severity}`);
  if (channels.length === 0) {
    throw new DrillFailed(`the contact point "${contactPoint}" tells nobody`);
  }
  const untilTrue = async <Found>(what: string, look: () => Promise<Found | null>): Promise<Found> => {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const found = await look();
      if (found !== null) {
        return found;
      }
      if (Date.now() > deadline) {
        throw new DrillFailed(`${what} did not come about within ${Math.round(waitMs / 1000)} s`);
      }
      await sleep(pauseMs, undefined, { signal });
    }
  };
  const step = async (state: 'firing' | 'inactive', word: string): Promise<void> => {
    const before = await grafana.attempts(contactPoint);
    await grafana.putGroup(model.folderUID, DRILL_GROUP, EVALUATE_EVERY_SECONDS, [
      drillRule(model, severity, state === 'firing'),
    ]);
    await untilTrue(`a rule that is ${state}`, async () => {
      const now = await grafana.ruleState(model.folderUID, DRILL_GROUP);
      if (now?.lastError) {
        throw new DrillFailed(`the rule cannot be evaluated: ${now.lastError}`);
      }
      return now?.state === state ? now : null;
    });
    tell(`${word}; waiting for the message`);
    const attempts = await untilTrue(`the message "${word}"`, async () => {
      const now = await grafana.attempts(contactPoint);
      return now.every(({ at }, index) => at !== before[index]?.at) ? now : null;
    });
    attempts.forEach(({ channel, at, error }) => tell(`${error === '' ? 'told' : 'not told'}: ${channel} at ${at}`));
    const failed = attempts.filter(({ error }) => error !== '');
    if (failed.length > 0) {
      throw new DrillFailed(failed.map(({ channel, error }) => `${channel}: ${error}`).join('\n'));
    }
  };
  try {
    await step('firing', 'fired');
    await step('inactive', 'resolved');
  } finally {
    await grafana.deleteGroup(model.folderUID, DRILL_GROUP);
    tell('the rule of the drill is removed');
  }
}

/** A provisioned rule of that severity, whose folder, data source and way to people the drill takes. */
function modelOf(
  rules: readonly GrafanaRule[],
  severity: string
): GrafanaRule & { notification_settings: { receiver: string } } {
  const own = rules.filter(({ uid }) => uid.startsWith(OWN) && uid !== DRILL_UID);
  if (own.length === 0) {
    throw new GrafanaError('this Grafana has no rules of Lopan: is provisioning/ in its place?');
  }
  for (const rule of own) {
    if (rule.labels?.['severity'] === severity && rule.notification_settings) {
      return { ...rule, notification_settings: rule.notification_settings };
    }
  }
  const known = [...new Set(own.flatMap(({ labels }) => labels?.['severity'] ?? []))].sort();
  throw new GrafanaError(`no rule has the severity "${severity}"; expected one of ${known.join(', ')}`);
}

/** The drill's rule: it asks the data source for its clock, and is true or false as the drill wants. */
function drillRule(model: GrafanaRule, severity: string, fires: boolean): GrafanaRule {
  const source = model.data.find(({ datasourceUid }) => datasourceUid !== '__expr__')?.datasourceUid ?? '';
  const text = 'Drill of the alerts of Lopan Analytics: a test of the way to you, nothing has to be done';
  return {
    uid: DRILL_UID,
    orgID: model.orgID,
    folderUID: model.folderUID,
    ruleGroup: DRILL_GROUP,
    title: DRILL_GROUP,
    condition: 'C',
    data: [
      {
        refId: 'A',
        queryType: 'as_of',
        relativeTimeRange: { from: 300, to: 0 },
        datasourceUid: source,
        model: { refId: 'A', schemaVersion: 1, queryType: 'as_of', format: 'numeric' },
      },
      {
        refId: 'C',
        datasourceUid: '__expr__',
        model: { refId: 'C', type: 'math', expression: fires ? '$A > 0' : '$A < 0' },
      },
    ],
    noDataState: 'NoData',
    execErrState: 'Error',
    for: '0s',
    annotations: { summary: text, description: 'Started with `npx lopan-analytics alert drill`.' },
    labels: { severity, scope: 'drill', team: 'platform' },
    notification_settings: model.notification_settings,
  };
}
