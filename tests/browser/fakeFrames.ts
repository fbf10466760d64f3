import type { Kpi } from '@lopan/catalogue';
import type { FakeQuery } from './fakeProxy';

export interface Range {
  from: number;
  to: number;
}

const DAY = 86_400_000;
const SHARE_OF_SWING = 0.06;

/** A plausible value: around the target, swinging with the days, a little lower at every second group. */
export function valueAt(kpi: Kpi, at: number, group = 0): number {
  const base = kpi.target ?? kpi.threshold ?? 100;
  const phase = [...kpi.id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  return base * (1 + SHARE_OF_SWING * Math.sin(at / DAY / 3 + phase) - 0.03 * group);
}

/** Grafana's unit, with the demo's currency for KPIs in money. */
export const unitOf = (kpi: Kpi) => (kpi.displayUnit === 'currency' ? 'currencyUSD' : kpi.displayUnit);

/** A frame for each series of a `kpi` query in `timeseries`; one day of each series is missing. */
export function kpiFrames({ refId, groupBy = [] }: FakeQuery, kpis: Kpi[], range: Range, groups: string[]): object[] {
  const times: number[] = [];
  for (let at = Math.ceil(range.from / DAY) * DAY; at < range.to; at += DAY) {
    times.push(at);
  }
  const [dimension] = groupBy;
  const series = dimension ? groups.map((value) => ({ [dimension]: value })) : [{}];
  return kpis.flatMap((kpi) => series.map((labels, group) => kpiFrame(refId, kpi, times, labels, group)));
}

function kpiFrame(refId: string, kpi: Kpi, times: number[], labels: Record<string, string>, group: number): object {
  const name = [kpi.title, ...Object.values(labels)].join(' · ');
  const values = times.map((at, index) => (index === 5 ? null : valueAt(kpi, at, group)));
  return {
    schema: {
      refId,
      name,
      meta: {
        type: 'timeseries-multi',
        typeVersion: [0, 1],
        custom: {
          timezone: 'UTC',
          grain: '1d',
          method: 'rollup',
          n: times.map(() => 40),
          complete: times.map(() => true),
        },
        notices: [{ severity: 'info', text: 'The last day is not complete yet.' }],
      },
      fields: [
        { name: 'time', type: 'time', typeInfo: { frame: 'time.Time' } },
        {
          name: kpi.id,
          type: 'number',
          typeInfo: { frame: 'float64', nullable: true },
          labels: { kpi: kpi.id, ...labels },
          config: { displayNameFromDS: name, unit: unitOf(kpi), decimals: kpi.decimals, description: kpi.description },
        },
      ],
    },
    data: { values: [times, values] },
  };
}
