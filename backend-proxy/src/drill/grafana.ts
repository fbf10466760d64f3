/** Where a Grafana is and who asks it. */
export interface GrafanaAccess {
  /** Address, without a slash at the end. */
  url: string;
  /** Value of the header Authorization. */
  authorization: string;
}

/** Grafana refused something; the message names the request and what was answered. */
export class GrafanaError extends Error {
  override readonly name = 'GrafanaError';
}

/** A rule as Grafana's provisioning interface gives and takes it; what is not named here is carried along. */
export interface GrafanaRule extends Record<string, unknown> {
  uid: string;
  folderUID: string;
  orgID: number;
  labels?: Record<string, string>;
  data: Array<{ datasourceUid: string } & Record<string, unknown>>;
  notification_settings?: { receiver: string } & Record<string, unknown>;
}

/** What a contact point's channel says of its last attempt to tell somebody. */
export interface Attempt {
  contactPoint: string;
  /** `webhook`, `slack` … */
  channel: string;
  /** When it was, as Grafana's clock has it; a date of the year 1 before the first. */
  at: string;
  /** What went wrong; empty when nothing did. */
  error: string;
}

interface Receiver {
  name: string;
  integrations?: Array<{ name: string; lastNotifyAttempt?: string; lastNotifyAttemptError?: string }>;
}

interface RuleState {
  state: string;
  lastError?: string;
}

/** The parts of Grafana's HTTP interface that a drill needs. */
export class GrafanaApi {
  constructor(private readonly access: GrafanaAccess) {}

  /** Every alert rule of the organisation. */
  rules(): Promise<GrafanaRule[]> {
    return this.#send<GrafanaRule[]>('GET', '/api/v1/provisioning/alert-rules');
  }

  /** Writes a group of rules that stays editable; it replaces the group of that name. */
  async putGroup(
    folderUid: string,
    name: string,
    intervalSeconds: number,
    rules: readonly GrafanaRule[]
  ): Promise<void> {
    await this.#send('PUT', groupPath(folderUid, name), { title: name, folderUid, interval: intervalSeconds, rules });
  }

  async deleteGroup(folderUid: string, name: string): Promise<void> {
    await this.#send('DELETE', groupPath(folderUid, name));
  }

  /** How a rule of a group was last evaluated; null before Grafana knows it. */
  async ruleState(folderUid: string, group: string): Promise<RuleState | null> {
    const query = new URLSearchParams({ folder_uid: folderUid, rule_group: group });
    const { data } = await this.#send<{ data: { groups: Array<{ rules: RuleState[] }> } }>(
      'GET',
      `/api/prometheus/grafana/api/v1/rules?${query.toString()}`
    );
    return data.groups[0]?.rules[0] ?? null;
  }

  /** The last attempt of each channel of a contact point. */
  async attempts(contactPoint: string): Promise<Attempt[]> {
    const receivers = await this.#send<Receiver[]>('GET', '/api/alertmanager/grafana/config/api/v1/receivers');
    return receivers
      .filter(({ name }) => name === contactPoint)
      .flatMap(({ integrations = [] }) =>
        integrations.map(({ name, lastNotifyAttempt = '', lastNotifyAttemptError = '' }) => ({
          contactPoint,
          channel: name,
          at: lastNotifyAttempt,
          error: lastNotifyAttemptError,
        }))
      );
  }

  async #send<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const what = `${method} ${path.replace(/\?.*$/, '')}`;
    let answer: Response;
    try {
      answer = await fetch(`${this.access.url}${path}`, {
        method,
        headers: {
          authorization: this.access.authorization,
          'content-type': 'application/json',
          // Without it the rule would count as provisioned, and nobody could take it away by hand.
          'x-disable-provenance': 'true',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new GrafanaError(`${this.access.url} cannot be reached: ${cause}`);
    }
    const text = await answer.text();
    if (!answer.ok) {
      throw new GrafanaError(`${what} was answered with ${answer.status}: ${reasonOf(text)}`);
    }
    return (text === '' ? null : JSON.parse(text)) as Body;
  }
}

function groupPath(folderUid: string, name: string): string {
  return `/api/v1/provisioning/folder/${encodeURIComponent(folderUid)}/rule-groups/${encodeURIComponent(name)}`;
}

/** Grafana's reason, which it gives as JSON, or what a gateway in between says. */
function reasonOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : text.slice(0, 200);
  } catch {
    return text.slice(0, 200);
  }
}
