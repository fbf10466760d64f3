import { loadConfig } from '../../src/config/load';
import type { Config } from '../../src/config/types';
import type { Pool } from 'pg';
import { CorrectionStore } from '../../src/db/stores/correction-store';
import { Partitions } from '../../src/db/stores/partitions';
import { EventStore } from '../../src/db/stores/event-store';
import { RollupStore, type RollupRun } from '../../src/db/stores/rollup-store';
import { SubjectStore } from '../../src/db/stores/subject-store';
import { ReportingCalendar } from '../../src/domain/calendar';
import { Collector } from '../../src/ingest/collector';
import { Intake, type IntakeResult } from '../../src/ingest/intake';
import { createPseudonymizer } from '../../src/ingest/privacy';
import type { EventBody } from './events';

export const PRIVACY_SECRET = 'a-secret-of-the-tests-0123456789';

/** The default configuration, with sections replaced in part. */
export function testConfig(
  overrides: Partial<{ [K in 'reporting' | 'ingest' | 'collection' | 'privacy' | 'query']: Partial<Config[K]> }> = {}
): Config {
  const { config } = loadConfig({ env: { LOPAN_PRIVACY_SECRET: PRIVACY_SECRET } });
  return {
    ...config,
    reporting: { ...config.reporting, ...overrides.reporting },
    ingest: { ...config.ingest, ...overrides.ingest },
    collection: { ...config.collection, ...overrides.collection },
    privacy: { ...config.privacy, ...overrides.privacy },
    query: { ...config.query, ...overrides.query },
  };
}

/** The writing half of the proxy on a database, without HTTP and without a clock of its own. */
export interface TestProxy {
  config: Config;
  calendar: ReportingCalendar;
  store: EventStore;
  collector: Collector;
  intake: Intake;
  rollups: RollupStore;
  /** Posts events as one request and returns the answer. */
  post(events: readonly EventBody[]): Promise<IntakeResult>;
  /** Voids an event; whether there is such an event. */
  void(id: string): Promise<boolean>;
  /** Erases a person, by the id that the app sends; whether anything was stored. */
  erase(userId: string): Promise<boolean>;
  /** Works off all pending marks. */
  rollUpAll(): Promise<void>;
}

/** Later than any event of the tests: none lies in the future, whatever the clock of the machine says. */
const LATER = Date.parse('2100-01-01T00:00:00Z');

/**
 * Puts intake and rollups together; events of any time are taken.
 * @param now the clock of the intake
 */
export function createTestProxy(pool: Pool, config = testConfig(), now: () => number = () => LATER): TestProxy {
  const calendar = new ReportingCalendar(config.reporting);
  const store = new EventStore(pool, new Partitions(pool));
  const collector = new Collector(store, { ...config.ingest, lateWindowMs: config.collection.lateWindowMs });
  const pseudonymize = createPseudonymizer(config.privacy);
  const intake = new Intake(config, collector, pseudonymize, () => undefined, now);
  const corrections = new CorrectionStore(pool, calendar);
  const subjects = new SubjectStore(pool, calendar);
  const rollups = new RollupStore(pool, calendar);
  return {
    config,
    calendar,
    store,
    collector,
    intake,
    rollups,
    post: (events) => intake.take({ events: [...events], sentAt: null, deviceId: null }, Infinity),
    void: async (id) => (await corrections.void(id, 'wrong', 'a test')) !== null,
    erase: async (userId) => (await subjects.erase(pseudonymize(userId), 'a test')) !== null,
    rollUpAll: async () => {
      let run: RollupRun;
      do {
        run = await rollups.rollUpPending();
      } while (run.more);
    },
  };
}
