import type { Kpi } from '@lopan/catalogue';
import { CRITICAL_SHARE } from '@lopan/catalogue';
import type { FieldConfig } from './frame';

/** The Grafana unit of a KPI; money in the configured currency. */
export function displayUnitOf(kpi: Pick<Kpi, 'displayUnit'>, currency: string): string {
  return kpi.displayUnit === 'currency' ? `currency${currency}` : kpi.displayUnit;
}

/** Colour steps of a KPI: the critical threshold and the target, from the bad end to the good one. */
function thresholdSteps({ threshold, target, direction }: Kpi): Array<{ value: number | null; color: string }> {
  if (direction === 'lower') {
    return target === null
      ? []
      : [
          { value: null, color: 'green' },
          { value: target, color: 'orange' },
        ];
  }
  const steps = [
    ...(threshold === null
      ? []
      : [
          { value: CRITICAL_SHARE * threshold, color: 'orange' },
          { value: threshold, color: target === null ? 'green' : 'yellow' },
        ]),
    ...(target === null ? [] : [{ value: target, color: 'green' }]),
  ];
  return steps.length === 0 ? [] : [{ value: null, color: threshold === null ? 'orange' : 'red' }, ...steps];
}

/** How Grafana shows values of a KPI. @param name what a person reads, with the group's values */
export function kpiFieldConfig(kpi: Kpi, currency: string, name: string): FieldConfig {
  const steps = thresholdSteps(kpi);
  return {
    displayNameFromDS: name,
    description: kpi.description,
    unit: displayUnitOf(kpi, currency),
    decimals: kpi.decimals,
    ...(kpi.min !== undefined && { min: kpi.min }),
    ...(kpi.max !== undefined && { max: kpi.max }),
    ...(steps.length > 0 && { thresholds: { mode: 'absolute', steps } }),
    custom: {
      kpi: kpi.id,
      target: kpi.target,
      threshold: kpi.threshold,
      direction: kpi.direction,
      format: kpi.format,
      targetExclusive: kpi.targetExclusive ?? false,
    },
  };
}
