/** What to look at for a KPI, most likely cause first; the part of a runbook that only people who know the plant write. */
export interface Hint {
  /** Who feels it. */
  impact: string;
  causes: readonly string[];
  steps: readonly string[];
}

const PRODUCTION_EFFICIENCY: Hint = {
  impact:
    'Batches, quality or deliveries fall behind plan. Left alone, late orders follow within the shift and complaints within days.',
  causes: [
    'A line stands, a shift starts late, or material is missing: batch completion falls alone.',
    'Quality is bad: see the Quality Index.',
    'Carriers or loading are late: delivery falls alone, and the line can go on.',
    'A system posts zeros: all three parts fall at once, to the minute.',
  ],
  steps: [
    'Which of the three parts fell? Compare batch completion rate (weight 0.4), quality score (0.3) and delivery performance (0.3) in "All KPIs" for the last hours.',
    'Batch completion alone: ask the shift lead before anything else.',
    'Quality score alone: stop a batch rather than finish it badly.',
    'Suspect the data where all three fell together: look at the newest events of the site; a wrong event is taken back with `POST /v1/events/{id}/void`.',
  ],
};

const QUALITY_INDEX: Hint = {
  impact:
    'More output is defective or worked on twice, or customers complain: scrap and rework cost today, returns come later.',
  causes: [
    'The newest change of tool, batch of material or setting: defects are up.',
    'Inspection finds more than before: rework is up while defects are flat.',
    'Complaints come in bursts after a delivery; one costs two points.',
    'A total was typed where a count of the hour belongs: a single event with complaints in the tens.',
  ],
  steps: [
    'Which part pulls it down? One complaint costs two points, one percent of defects or rework costs one. Compare defect rate, rework percentage and complaints in "Quality against the period before".',
    'Defects up: hold the batch, call quality control.',
    'Rework up: ask whether the inspection changed.',
    'Complaints only: read them before calling anybody on the line.',
  ],
};

const CUSTOMER_IMPACT: Hint = {
  impact: 'Customers notice: satisfaction (weight 0.6) or deliveries on time (0.4) are low.',
  causes: [
    'A single bad survey over a quiet night: only events that carry a satisfaction count.',
    'Deliveries are late.',
    'The app fails its users: crashes or slow starts in the same hours.',
    'Surveys on a scale of 0–1 are taken for 0–5; other scales are refused at intake.',
  ],
  steps: [
    'Look at the count beside the value: one survey is a call tomorrow, not at night.',
    'Delivery performance low as well: treat it as a delivery problem and tell customers with open orders.',
    'Deliveries fine, satisfaction low: read the newest surveys; look at complaints and at the app’s crash-free rate of the same hours.',
  ],
};

const CUSTOMER_SATISFACTION: Hint = {
  impact: 'Customers rate the plant lower than it wants to be rated; it shows in orders weeks later.',
  causes: [
    'Late or incomplete deliveries of the days before.',
    'A batch with defects reached customers.',
    'Few answers: a handful of surveys swing the mean.',
  ],
  steps: [
    'How many surveys stand behind it? Fewer than twenty in a day are a hint, not a finding.',
    'Ask the correlation panel: does satisfaction move with delivery performance?',
    'Group by site: one site alone has a cause of its own.',
  ],
};

const INVENTORY_TURNOVER: Hint = {
  impact: 'Capital stands on shelves: the stock is sold and replaced less often than planned.',
  causes: [
    'Sales fell while purchasing went on as before.',
    'Slow goods pile up, or a large delivery came in ahead of season.',
    'Cost of goods sold is reported late or for a part of the sites only.',
  ],
  steps: [
    'Group by site: does one report no cost of goods sold at all?',
    'Compare with revenue over the same month: falling together is demand, turnover alone is stock.',
    'It is a pace over a month: expect it to move slowly, and nobody to act tonight.',
  ],
};

const DAU_RATE: Hint = {
  impact: 'Licences are paid for that nobody uses, and part of the plant works without the app.',
  causes: [
    'Days on which nobody works: a holiday or a shutdown within the week.',
    'Seats were raised before their people began.',
    'A role or a shift has gone back to paper.',
    'Session events do not arrive: see the rule on silent sessions.',
  ],
  steps: [
    'By role: which one is far below the others?',
    'Do the seats fit the people who work? `GET /v1/licenses` lists them, `PUT /v1/licenses` corrects them from a date on.',
    'A plant that works five days sets its target for a week of seven: five sevenths of what it wants on a working day.',
  ],
};

const FEATURE_ADOPTION: Hint = {
  impact: 'New users do not find what the app can do for them; the return on it falls behind.',
  causes: [
    'A feature does not suit the role that most new users have.',
    'Training of the last cohort left it out.',
    'A release made a feature harder to find.',
  ],
  steps: [
    'Open the adoption heatmap: which feature is low, in which role?',
    'Compare app versions: a step at a release points at the release.',
    'The cohort are users whose first 30 days ended lately: what they missed lies a month back.',
  ],
};

const SESSION_QUALITY: Hint = {
  impact: 'People get less done in a session: they look something up and leave, or cannot finish.',
  causes: [
    'The app is slow or crashes: see launch time and crash-free rate.',
    'Sessions end early, because devices lock or lose the network.',
    'A kind of session that is short by nature has become frequent.',
  ],
  steps: [
    'Which part fell? Compare session duration, actions, features used and data created.',
    'By role and app version in Explore: one version alone is a regression.',
    'Look at the journeys: where do people give up?',
  ],
};

const RETENTION: Hint = {
  impact: 'People who began with the app no longer use it.',
  causes: [
    'A whole group left or changed its role: seasonal workers, a closed line.',
    'People came back under new accounts, and count as new.',
    'The app did not help them: low adoption in their first month says so beforehand.',
  ],
  steps: [
    'Open the retention by cohort: one week that fell, or all of them?',
    'By role: seasonal roles are no loss; consider a target for the others.',
    'A small cohort moves in large steps: look at its size first.',
  ],
};

const LAUNCH_TIME: Hint = {
  impact: 'One in ten starts is slower than promised; people on the floor wait with gloves on.',
  causes: [
    'A release loads more at the start.',
    'Old devices, or devices that are short of memory.',
    'A slow network, where the start waits for an answer.',
  ],
  steps: [
    'By app version: does the new one start slower than the one before?',
    'By device type: one type alone is the device, all types the app.',
    'Is the median slow as well (statistic p50)? If not, few starts are very slow.',
  ],
};

const MEMORY_USAGE: Hint = {
  impact: 'The system ends apps that take too much: work is lost, and the next start is a cold one.',
  causes: ['A leak that a release brought.', 'Large lists or pictures kept in memory.', 'Longer sessions than before.'],
  steps: [
    'By app version, with the newest release marked: a step is a regression.',
    'Does crash-free rate fall with it? Then it is urgent.',
    'Look at the diagnostics for `oom`: which screen?',
  ],
};

const SCROLL_FPS: Hint = {
  impact: 'Long lists stutter; large datasets are where the app is used most.',
  causes: [
    'A list that grew, or cells that became costly to draw.',
    'Hot or old devices that slow down.',
    'Low-power mode.',
  ],
  steps: [
    'By device type: old devices alone, or all?',
    'By app version: a step at a release is a regression.',
    'The worst tenth (statistic p10) tells whether all scrolling suffers or some of it.',
  ],
};

const CRASH_FREE_RATE: Hint = {
  impact: 'Work is lost where the app crashes, and trust with it.',
  causes: [
    'A new release, or a new version of the system.',
    'A screen that meets data nobody thought of.',
    'Too little memory.',
  ],
  steps: [
    'Diagnostics: which reason and screen lead, since when, in which version?',
    'One version alone: stop its roll-out.',
    'All versions at once: look at the data or the service that changed that day.',
    'Crashes are told at the next start: the newest hours look better than they are.',
  ],
};

/** For KPIs that a plant gives a limit of its own. */
const GENERAL: Hint = {
  impact: 'The KPI misses the limit that the plant set for it.',
  causes: [
    'What it measures changed.',
    'Fewer reports came than usual, and they swing the mean.',
    'The limit was set for another season.',
  ],
  steps: [
    'Open the KPI over time from "All KPIs": is it one dip, a slide, or a step? A step points at a change, a slide at wear or habit.',
    'Group it by site, role and app version in Explore: one group only, or all?',
    'Is the number of observations (n) plausible? A few events over a quiet hour swing any mean.',
  ],
};

const HINTS: Readonly<Record<string, Hint>> = {
  production_efficiency: PRODUCTION_EFFICIENCY,
  quality_index: QUALITY_INDEX,
  customer_impact: CUSTOMER_IMPACT,
  customer_satisfaction: CUSTOMER_SATISFACTION,
  inventory_turnover: INVENTORY_TURNOVER,
  dau_rate: DAU_RATE,
  feature_adoption: FEATURE_ADOPTION,
  session_quality: SESSION_QUALITY,
  retention_30: RETENTION,
  retention_90: RETENTION,
  launch_time: LAUNCH_TIME,
  memory_usage: MEMORY_USAGE,
  scroll_fps: SCROLL_FPS,
  crash_free_rate: CRASH_FREE_RATE,
};

export function hintOf(kpi: string): Hint {
  return HINTS[kpi] ?? GENERAL;
}
