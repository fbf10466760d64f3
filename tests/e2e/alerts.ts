/** What Grafana's alertmanager holds, and waiting between two evaluations. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Grafana } from './grafana';
import type { Message, MessageAlert } from './webhook';

const MINUTE_MS = 60_000;
/** Rules are evaluated at the full minute; this long after it all of them have looked. */
const AFTER_MS = 8000;
/** A post and its commit are done within this time. */
const BEFORE_MS = 12_000;
const BETWEEN_LOOKS_MS = 500;
/**
 * The two rules of a value are evaluated within a second of each other, and their states are listed one by one: an old
 * severity may be seen beside the new one for that moment.
 */
const OVERLAP_LIMIT_MS = 2500;

interface StoredAlert {
  labels: Record<string, string>;
  status: { state: string };
}

/** A cause and its severity, such as `quality_index north critical`. */
export const nameOf = ({ labels }: Pick<MessageAlert, 'labels'>) =>
  [labels['metric'] ?? labels['alertname'], labels['site'] ?? labels['scope'], labels['severity']].join(' ');

/** Causes and severities that fire now, sorted. */
export async function firing(grafana: Grafana): Promise<string[]> {
  const { body } = await grafana.send('GET', '/api/alertmanager/grafana/api/v2/alerts?active=true');
  return (body as StoredAlert[]).map(nameOf).sort();
}

/** Causes and severities of a message by state, sorted. */
export const namesOf = ({ alerts }: Message, status: MessageAlert['status']) =>
  alerts
    .filter((alert) => alert.status === status)
    .map(nameOf)
    .sort();

/** Waits for a moment at which a post is not seen by one rule and missed by its neighbour. */
export async function betweenEvaluations(): Promise<void> {
  const since = Date.now() % MINUTE_MS;
  if (since < AFTER_MS) {
    await sleep(AFTER_MS - since);
  } else if (since > MINUTE_MS - BEFORE_MS) {
    await sleep(MINUTE_MS - since + AFTER_MS);
  }
}

/** Looks at the firing alerts all the time and remembers causes that fired in both severities at once. */
export class SeverityWatch {
  /** Causes that were seen in both severities for longer than a change takes. */
  readonly overlaps = new Set<string>();
  /** Everything that ever fired. */
  readonly seen = new Set<string>();
  readonly #since = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(private readonly grafana: Grafana) {
    this.#ended = this.#watch();
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#note(await firing(this.grafana));
      await sleep(BETWEEN_LOOKS_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  #note(names: string[]): void {
    names.forEach((name) => this.seen.add(name));
    const causes = names.map((name) => name.replace(/ \w+$/, ''));
    const twice = new Set(causes.filter((cause, index) => causes.indexOf(cause) !== index));
    for (const cause of this.#since.keys()) {
      if (!twice.has(cause)) {
        this.#since.delete(cause);
      }
    }
    for (const cause of twice) {
      const since = this.#since.get(cause) ?? Date.now();
      this.#since.set(cause, since);
      if (Date.now() - since > OVERLAP_LIMIT_MS) {
        this.overlaps.add(cause);
      }
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }
}
