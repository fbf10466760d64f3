import type { StorableEvent } from '../../../backend-proxy/src/db/stores/event-columns';
import type { AnalyticsEvent } from '../../../backend-proxy/src/ingest/event';
import { storable } from '../plant/copyRows';
import { DAY_MS, eventsOfDay } from '../plant/events';
import { peopleOf } from '../plant/people';

/** Events of one request, as clients send them by default. */
export const BATCH_EVENTS = 100;

/** People and devices that send. */
const PEOPLE = 300;
/** Events lie within this time before the run, as those of devices that are online do; ms. */
const SPREAD_MS = 10 * 60_000;
/** Hexadecimal digits of an id that tell the rounds of a batch apart. */
const ROUND_DIGITS = 8;

/** A body of `POST /v1/events`, made before the clock starts. */
export class Batch {
  readonly #ids: Array<{ at: number; digits: number }> = [];
  #round = 0;

  constructor(
    readonly rows: readonly StorableEvent[],
    readonly body: Buffer
  ) {
    for (let at = body.indexOf(ID_FIELD); at >= 0; at = body.indexOf(ID_FIELD, at + 1)) {
      const start = at + ID_FIELD.length;
      this.#ids.push({ at: start, digits: parseInt(body.toString('latin1', start, start + ROUND_DIGITS), 16) });
    }
  }

  /** The body for one more sending: with ids that no earlier one had, as scattered as the first ones. */
  next(): Buffer {
    const mask = Math.imul(this.#round++, 0x9e3779b1);
    for (const { at, digits } of this.#ids) {
      this.body.write(((digits ^ mask) >>> 0).toString(16).padStart(ROUND_DIGITS, '0'), at, 'latin1');
    }
    return this.body;
  }
}

const ID_FIELD = '"id":"';

function senderOf(event: AnalyticsEvent): string {
  return 'userId' in event && event.userId !== null ? event.userId : (event.site ?? '');
}

/** The event as an app sends it: without what the intake adds, and without fields that are not there. */
function wireEvent({ timestampMs: _timestampMs, ...event }: AnalyticsEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

/**
 * Batches of events of a plant, from the minutes before now, numbered by the device that sends them.
 * @param seed other seeds give other ids
 */
export function makeBatches(count: number, seed: number): Batch[] {
  const now = Date.now();
  const events = count * BATCH_EVENTS;
  const plan = { events, days: 1, from: Math.floor(now / DAY_MS) * DAY_MS, seed };
  // A device sends what one person, or a shift of few, did on it.
  const made = [...eventsOfDay(plan, peopleOf(PEOPLE, seed), 0)].sort((a, b) => (senderOf(a) < senderOf(b) ? -1 : 1));
  const rows = made.map((event, index): StorableEvent => {
    const timestampMs = now - Math.floor(((event.timestampMs - plan.from) / DAY_MS) * SPREAD_MS);
    const batch = Math.floor(index / BATCH_EVENTS);
    const moved: AnalyticsEvent = {
      ...event,
      timestampMs,
      timestamp: new Date(timestampMs).toISOString(),
      sequence: Math.floor(batch / PEOPLE) * BATCH_EVENTS + (index % BATCH_EVENTS),
    };
    return { ...storable(moved), deviceId: `device-${batch % PEOPLE}` };
  });
  return Array.from({ length: count }, (_, batch) => {
    const own = rows.slice(batch * BATCH_EVENTS, (batch + 1) * BATCH_EVENTS);
    const envelope = {
      sentAt: new Date(now).toISOString(),
      deviceId: own[0]?.deviceId,
      events: own.map(({ event }) => wireEvent(event)),
    };
    return new Batch(own, Buffer.from(JSON.stringify(envelope)));
  });
}
