import type { Runbook } from '../alerts/types';
import type { EventType } from '../config';

/** What is blind while events of a type do not come. */
const BLIND: Readonly<Record<EventType, string>> = {
  business: 'production, quality, customers, money and stock',
  session: 'session quality, productivity and active users',
  feature: 'the adoption of features',
  journey: 'task completion, journeys and the time side of ROI',
  performance: 'launch time, memory, scrolling and crashes',
};

/** Who sends events of a type. */
const SENDER: Readonly<Record<EventType, string>> = {
  business: 'the plant’s own system (ERP, line control), or the job that exports from it',
  session: 'the app on its devices',
  feature: 'the app on its devices',
  journey: 'the app on its devices',
  performance: 'the app on its devices',
};

/** A type of events that has fallen silent. */
export function silence(type: EventType, after: string): Runbook {
  return {
    meaning: `No ${type} event is younger than ${after}, which is longer than the plant said it may take (\`alerts.silent_after.${type}\`).`,
    impact: `Figures about ${BLIND[type]} stand still while the cards still show the last ones. Rules on them keep the state they had.`,
    causes: [
      `The sender stopped: ${SENDER[type]}.`,
      'The network between sender and proxy is down: other types of the same sender are silent too.',
      'Its key was revoked, or its clock is wrong: events are refused in place of stored.',
      'Nobody works: a weekend, a holiday, a shutdown. Set a longer time, or a silence until the plant is back.',
    ],
    steps: [
      'Open "Data health": is it this type alone, or everything? Everything points at the network or at the intake.',
      'Are events refused at the same time? Then they come and are wrong: go to the runbook on refused events.',
      'Look at the sender’s log for answers of `POST /v1/events`: 401 is the key, 503 the database, nothing at all the network.',
      'Clients keep their events and send them when they can: nothing is lost as long as the sender lives.',
    ],
    resolution:
      'Resolves at the first event that is young enough. Events that come late are put where they belong; figures of the time in between then change.',
  };
}

/** Too many refused events. */
export const REJECTS: Runbook = {
  meaning:
    'More of the events received within the last hour were refused than the plant takes for normal (`alerts.reject_rate`).',
  impact: 'What is refused is in no figure. Whoever sent it believes that it has reported.',
  causes: [
    'A new release of the app or of an export sends a field in another unit, scale or form.',
    'A feature was added to the app and not to the configuration (`unknown_feature`).',
    'Clocks run ahead by more than a day (`in_future`), or a device was offline for a month (`too_old`).',
    'Somebody tries out a client against the real proxy.',
  ],
  steps: [
    'Open "Data health": which reason and type leads? The quarantine keeps path, message and time of each.',
    'One app version or one sender alone? Its release notes of today are the answer.',
    '`unknown_feature`: add it under `features` in the plant’s file and restart the proxy.',
    'Mend the sender, then let it send again: an event that was refused may come again under the same id.',
  ],
  resolution:
    'Resolves when the share over the last hour is back under the limit, or fewer events come than say anything.',
};

/** Rollups that cannot keep up. */
export const ROLLUP_LAG: Runbook = {
  meaning: 'The oldest event that the rollups do not hold yet is older than the plant allows (`alerts.rollup_lag`).',
  impact:
    'Figures stay right: what is pending is added from raw rows. Each query gets slower with it, dashboards first.',
  causes: [
    'A large import, a rebuild of rollups, or a flood of late events: it passes by itself.',
    'More than 20 000 events in five minutes: rollups wait until such five minutes are over. With a limit below 6 minutes, raise it.',
    'Postgres is slow or blocked: a long transaction, a full disk, a backup, an autovacuum that fell behind.',
    'No proxy is working on them: all of them restart again and again.',
  ],
  steps: [
    'Is it falling? Look at the rollup lag on "Data health", or at `lopan_rollup_lag_seconds` in `/metrics`, over some minutes.',
    'Not falling: the proxy’s log says what its rollup worker failed with.',
    'In Postgres: `SELECT pid, state, wait_event_type, query_start, query FROM pg_stat_activity` shows who waits and for whom.',
    '`npx lopan-analytics rollup verify` tells whether what is rolled up is right.',
  ],
  resolution: 'Resolves when the oldest pending change is younger than the limit.',
};

/** A retention that does not run. */
export const RETENTION: Runbook = {
  meaning:
    'The last run of the retention that ended well is more than a day ago, or there was none at all. It is due every hour.',
  impact: 'The disk fills up, and what people were promised to be forgotten is kept. Figures are not touched.',
  causes: [
    'No proxy runs long enough: the first run comes a minute after a start.',
    'Runs fail: a month waits because not all of its events are rolled up, or its tables are locked by a long query.',
    'The database user may not drop tables.',
  ],
  steps: [
    'The proxy’s log has a line for each run with its note; the table `retention_runs` keeps them.',
    'Run it by hand and read what it says: `npx lopan-analytics retention run`.',
    '"not all of its events are rolled up": see the rollup lag first.',
    'A lock: end the query that holds it, usually a dump or a forgotten session.',
  ],
  resolution: 'Resolves with the first run that ends well.',
};
