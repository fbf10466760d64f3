import { siteState, type Site, type SiteState } from '../plant';
import { clamp, Random, round } from '../random';
import { DAY_MS, dayOf, HOUR_MS, isWeekend, type DemoPlan } from '../timeline';
import type { EventBody } from './body';

type BusinessBody = Extract<EventBody, { type: 'business' }>;

/** Hour of the day at which stock is counted, after the early shift. */
const STOCK_HOUR = 14;
/** Both sites draw on one central warehouse: each reports its own sales against the value of the common stock. */
const STOCK_VALUE = 4_150_000;

/** What a report of the shop floor covers besides the rates. */
export interface ReportScope {
  /** The report on the hour carries the sums of that hour; others carry rates alone, so that no sum counts twice. */
  hourly: boolean;
}

/** A report of one site's shop floor at an instant. */
export function businessReport(
  plan: DemoPlan,
  random: Random,
  { site, time }: { site: Site; time: number },
  { hourly }: ReportScope
): BusinessBody {
  const state = siteState(plan, site, time);
  const { drift, trouble, stoppage, slowness } = state;
  const rate = (mean: number, deviation: number) => round(clamp(random.normal(mean, deviation), 0, 100), 2);
  const strain = 6 * (slowness - 1);
  const delivery = rate(87.4 + 0.8 * drift - 15 * trouble - 4 * stoppage - strain, 2);
  const complaints = hourly ? random.count(0.32 + 2.2 * trouble) : 0;
  return {
    type: 'business',
    site,
    batchCompletionRate: rate(86.2 + drift - 21 * trouble - 16 * stoppage - strain, 2.4),
    qualityScore: rate(89.4 + 0.6 * drift - 13 * trouble - 3 * stoppage, 1.8),
    deliveryPerformance: delivery,
    defectRate: rate(3.2 - 0.15 * drift + 6.5 * trouble + stoppage, 0.7),
    reworkPercentage: rate(4.5 - 0.2 * drift + 7.5 * trouble + stoppage, 0.9),
    customerComplaints: complaints,
    // Not every report comes with a survey. Late deliveries and a slow app are what customers and crews mind.
    ...(random.chance(0.45) && { customerSatisfaction: satisfaction(random, delivery, state) }),
    ...(hourly && sums(random, state, time)),
    ...(hourly && isStockHour(time) && { inventory: stock(random, site, time) }),
  };
}

function satisfaction(random: Random, delivery: number, { trouble, slowness }: SiteState): number {
  const mean = 4.47 + 0.03 * (delivery - 87) - 0.9 * (slowness - 1) - 0.15 * trouble;
  return round(clamp(random.normal(mean, 0.16), 1, 5), 2);
}

function sums(random: Random, { trouble, stoppage }: SiteState, time: number): Partial<BusinessBody> {
  const volume = (isWeekend(dayOf(time)) ? 0.6 : 1) * (1 - 0.18 * trouble - 0.3 * stoppage);
  const operationCount = Math.round(random.normal(140, 12) * volume);
  const revenue = round(random.normal(9400, 600) * volume, 2);
  return {
    operations: { operationCount, errorCount: random.count((operationCount * (3.4 + 5 * trouble)) / 1000) },
    financial: { revenue, operatingCost: round(revenue * random.normal(0.775 + 0.09 * trouble, 0.02), 2) },
  };
}

function isStockHour(time: number): boolean {
  return Math.floor((time % DAY_MS) / HOUR_MS) === STOCK_HOUR;
}

function stock(random: Random, site: Site, time: number): { costOfGoodsSold: number; inventoryValue: number } {
  const daily = (site === 'north' ? 74_000 : 60_000) * (isWeekend(dayOf(time)) ? 0.82 : 1.07);
  return {
    costOfGoodsSold: round(random.normal(daily, 3500), 2),
    inventoryValue: round(random.normal(STOCK_VALUE, 60_000), 2),
  };
}
