/** What to look at for a KPI, most likely cause first; the part of a runbook that only people who know the plant write. */
export interface Hint {
  /** Who feels it. */
  impact: string;
  steps: readonly string[];
}

const PRODUCTION_EFFICIENCY: Hint = {
  impact:
    'Batches, quality or deliveries fall behind plan. Left alone, late orders follow within the shift and complaints within days.',
  steps: [
    'Which of the three parts fell? Compare batch completion rate (weight 0.4), quality score (0.3) and delivery performance (0.3) in "All KPIs" for the last hours.',
    'Batch completion fell alone: a line stands, a shift starts late, or material is missing. Ask the shift lead before anything else.',
    'Quality score fell alone: see the Quality Index runbook; stop a batch rather than finish it badly.',
    'Delivery fell alone: carriers or loading, not production; the line can go on.',
    'All three at once, to the minute: suspect the data first. Did one system post zeros? Look at the newest events of the site; a wrong event is taken back with `POST /v1/events/{id}/void`.',
  ],
};

const QUALITY_INDEX: Hint = {
  impact:
    'More output is defective or worked on twice, or customers complain: scrap and rework cost today, returns come later.',
  steps: [
    'Which part pulls it down? One complaint costs two points, one percent of defects or rework costs one. Compare defect rate, rework percentage and complaints in "Quality against the period before".',
    'Defects up: the newest change is the first suspect (tool, batch of material, setting). Hold the batch, call quality control.',
    'Rework up and defects flat: inspection finds more than before. Ask whether the inspection changed.',
    'Complaints only: they come in bursts after a delivery. Read them before calling anybody on the line.',
    'A single event with complaints in the tens is often a total typed where a count of the hour belongs.',
  ],
};

const CUSTOMER_IMPACT: Hint = {
  impact: 'Customers notice: satisfaction (weight 0.6) or deliveries on time (0.4) are low.',
  steps: [
    'Look at the count beside the value: only events that carry a customer satisfaction count, and a night may hold one or two. A single bad survey is a call tomorrow, not at night.',
    'Delivery performance low as well: treat it as a delivery problem and tell customers with open orders.',
    'Deliveries fine, satisfaction low: read the newest surveys; look at complaints and at the app’s crash-free rate of the same hours.',
    'Surveys scaled to 0–10 or 0–100 are refused at intake, so a low value is not a unit mix-up; surveys on 0–1 would pass and look terrible.',
  ],
};

/** For KPIs that a plant gives a threshold of its own. */
const GENERAL: Hint = {
  impact: 'The KPI has fallen below the threshold that the plant set for it.',
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
};

export function hintOf(kpi: string): Hint {
  return HINTS[kpi] ?? GENERAL;
}
