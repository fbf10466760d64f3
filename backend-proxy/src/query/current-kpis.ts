import type { Config } from '../config/types';
import { DAY_MS } from '../domain/calendar';
import type { KpiReading } from '../lifecycle';
import type { QueryService } from './service';

/** The range that "current" means for a scrape: the last 30 days, as the overview opens with. */
const CURRENT_MS = 30 * DAY_MS;

/** The current value of every KPI, for `/metrics`. */
export async function currentKpis(
  queries: Pick<QueryService, 'answer'>,
  { kpis }: Pick<Config, 'kpis'>,
  now = Date.now()
): Promise<KpiReading[]> {
  const { A: result } = await queries.answer({
    range: { from: now - CURRENT_MS, to: now },
    maxDataPoints: 1,
    intervalMs: CURRENT_MS,
    queries: [{ refId: 'A', queryType: 'kpi', format: 'numeric', kpis: kpis.map(({ id }) => id) }],
  });
  return (result?.frames ?? []).map(({ schema, data }) => {
    const value = data.values[0]?.[0];
    return { kpi: schema.fields[0]?.name ?? '', value: typeof value === 'number' ? value : null };
  });
}
