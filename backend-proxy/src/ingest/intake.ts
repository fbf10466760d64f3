import { EVENT_TYPES, type Config, type EventType } from '../config/types';
import type { RejectedEvent } from '../db/stores/event-store';
import type { Derived, StorableEvent } from '../db/stores/event-columns';
import { DroppedMonthError } from '../db/stores/partitions';
import { deriveBusiness, deriveJourney, deriveSession } from '../domain/derive';
import { tooLarge } from '../errors';
import type { Collector } from './collector';
import type { Envelope } from './decode';
import { Rejection, type AnalyticsEvent, type RejectionCode } from './event';
import { isObject } from './fields';
import type { Pseudonymizer } from './privacy';
import { forQuarantine, quarantineText } from './quarantine';
import { validateEvent, type ValidationContext } from './validate';

/** An event that was not taken, as the answer tells it. */
export interface RejectionReport {
  /** Position in the request, from 0. */
  index: number;
  id: string | null;
  code: RejectionCode;
  path: string;
  message: string;
}

/** The answer to a request with events. */
export interface IntakeResult {
  accepted: number;
  duplicates: number;
  rejected: RejectionReport[];
}

/** Told of every event, for metrics. */
export interface IntakeObserver {
  (type: string, result: 'accepted' | 'duplicate' | 'rejected', count: number): void;
}

/** Takes events: validates, puts ids under pseudonyms, scores, and hands them to the collector. */
export class Intake {
  readonly #features: ReadonlySet<string>;
  /** As far as it is known: the store tells when an event lies before it. */
  #rawFloorMs = -Infinity;

  constructor(
    private readonly config: Pick<Config, 'collection' | 'ingest' | 'scoring' | 'features'>,
    private readonly collector: Collector,
    private readonly pseudonymize: Pseudonymizer,
    private readonly observe: IntakeObserver = () => undefined,
    private readonly now: () => number = Date.now
  ) {
    this.#features = new Set(config.features.map(({ id }) => id));
  }

  /**
   * Takes the events of a request. Resolves when all that were accepted are committed.
   * @param maxLatenessMs oldest age taken; the importer and the demo pass more than the configured one
   * @throws ProblemError 413 past `ingest.max_events`
   */
  async take(envelope: Envelope, maxLatenessMs = this.config.collection.maxLatenessMs): Promise<IntakeResult> {
    if (envelope.events.length > this.config.ingest.maxEvents) {
      throw tooLarge(
        `A request holds at most ${this.config.ingest.maxEvents} events (ingest.max_events); this one has ${envelope.events.length}.`
      );
    }
    try {
      return await this.#take(envelope, maxLatenessMs);
    } catch (error) {
      if (!(error instanceof DroppedMonthError) || error.rawFloorMs <= this.#rawFloorMs) {
        throw error;
      }
      this.#rawFloorMs = error.rawFloorMs;
      return this.#take(envelope, maxLatenessMs);
    }
  }

  async #take(envelope: Envelope, maxLatenessMs: number): Promise<IntakeResult> {
    const now = this.now();
    const context: ValidationContext = {
      features: this.#features,
      now,
      maxLatenessMs,
      rawFloorMs: this.#rawFloorMs,
    };
    const pseudonymize = remembering(this.pseudonymize);
    const deviceId = envelope.deviceId === null ? null : pseudonymize(envelope.deviceId);
    const events: StorableEvent[] = [];
    const reports: RejectionReport[] = [];
    const rejected: RejectedEvent[] = [];
    envelope.events.forEach((raw, index) => {
      try {
        events.push(this.#prepare(validateEvent(raw, context), deviceId, pseudonymize));
      } catch (error) {
        if (!(error instanceof Rejection)) {
          throw error;
        }
        const report = { index, id: idOf(raw), code: error.code, path: error.path, message: error.message };
        reports.push(report);
        rejected.push(this.#quarantine(raw, report));
      }
    });
    if (events.length === 0 && rejected.length === 0) {
      return { accepted: 0, duplicates: 0, rejected: [] };
    }
    const skewMs = envelope.sentAt === null ? null : now - envelope.sentAt;
    const { stored } = await this.collector.submit({ events, rejected, skewMs });
    return this.#report(events, stored, reports, rejected);
  }

  #prepare(event: AnalyticsEvent, deviceId: string | null, pseudonymize: Pseudonymizer): StorableEvent {
    putUnderPseudonyms(event, pseudonymize);
    return { event, derived: this.#derive(event), deviceId };
  }

  #derive(event: AnalyticsEvent): Derived[AnalyticsEvent['type']] {
    switch (event.type) {
      case 'business':
        return deriveBusiness(event);
      case 'session':
        return deriveSession(
          {
            sessionDuration: event.sessionDuration,
            actionsCompleted: event.actionsCompleted,
            dataCreated: event.dataCreated,
            features: event.featuresUsed.length,
          },
          this.config.scoring,
          this.config.features.length
        );
      case 'journey':
        return deriveJourney({
          completionTime: event.completionTime,
          expectedDuration: event.expectedDuration,
          abandoned: event.abandonmentPoint !== null,
        });
      case 'feature':
      case 'performance':
        return null;
    }
  }

  #quarantine(raw: unknown, report: RejectionReport): RejectedEvent {
    return {
      eventId: report.id,
      eventType: isObject(raw) ? quarantineText(raw['type']) : null,
      code: report.code,
      path: report.path,
      message: report.message,
      payload: forQuarantine(raw, this.pseudonymize),
    };
  }

  #report(
    events: readonly StorableEvent[],
    stored: readonly boolean[],
    reports: RejectionReport[],
    rejected: readonly RejectedEvent[]
  ): IntakeResult {
    const accepted = stored.filter(Boolean).length;
    for (const type of EVENT_TYPES) {
      const ofType = stored.filter((_, index) => events[index]?.event.type === type);
      const fresh = ofType.filter(Boolean).length;
      this.#tell(type, 'accepted', fresh);
      this.#tell(type, 'duplicate', ofType.length - fresh);
    }
    rejected.forEach(({ eventType }) => this.observe(eventType ?? 'unknown', 'rejected', 1));
    return { accepted, duplicates: events.length - accepted, rejected: reports };
  }

  #tell(type: EventType, result: 'accepted' | 'duplicate', count: number): void {
    if (count > 0) {
      this.observe(type, result, count);
    }
  }
}

/** A pseudonymizer for one request, whose events are of few people: each id is computed once and forgotten with it. */
function remembering(pseudonymize: Pseudonymizer): Pseudonymizer {
  const known = new Map<string, string>();
  return (id) => {
    const pseudonym = known.get(id) ?? pseudonymize(id);
    known.set(id, pseudonym);
    return pseudonym;
  };
}

/** Replaces the ids of people and sessions in an event. */
function putUnderPseudonyms(event: AnalyticsEvent, pseudonymize: Pseudonymizer): void {
  if (event.type === 'business') {
    return;
  }
  if (event.userId !== null) {
    event.userId = pseudonymize(event.userId);
  }
  if (event.type === 'performance' && event.sessionId !== null) {
    event.sessionId = pseudonymize(event.sessionId);
  }
}

/** The id of a refused event, as far as it has one that can be told. */
function idOf(raw: unknown): string | null {
  return isObject(raw) ? quarantineText(raw['id']) : null;
}
