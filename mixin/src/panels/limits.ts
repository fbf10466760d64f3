import { CRITICAL_SHARE, type Kpi } from '@lopan/catalogue';

/** A number as people and expressions read it: at most 12 significant digits, so that 0.8 · T shows no binary dust. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Below this value a KPI is critical. */
export function criticalLimit(threshold: number): number {
  return Number((CRITICAL_SHARE * threshold).toPrecision(12));
}

/** The sign that follows a number of the KPI, with the space before it; empty where numbers stand alone. */
export function unitSuffix(kpi: Pick<Kpi, 'unit'>): string {
  const signs: Readonly<Record<string, string>> = { percent: ' %', seconds: ' s', MB: ' MB', fps: ' fps' };
  return signs[kpi.unit] ?? '';
}

/** A limit with its unit: "75 %", "4.5". */
export function limitText(kpi: Pick<Kpi, 'unit'>, limit: number): string {
  return plainNumber(limit) + unitSuffix(kpi);
}

/** The target with its direction: "≥ 85 %", "< 1.5 s". */
export function targetText(kpi: Kpi): string | null {
  if (kpi.target === null) {
    return null;
  }
  const strict = kpi.targetExclusive === true;
  const sign = kpi.direction === 'higher' ? (strict ? '>' : '≥') : strict ? '<' : '≤';
  return `${sign} ${limitText(kpi, kpi.target)}`;
}

/** The KPI's limits in one sentence, for panel descriptions: "Target ≥ 85 %; warning below 75 %, critical below 60 %." */
export function limitsSentence(kpi: Kpi): string {
  const target = targetText(kpi);
  const parts = [
    ...(target === null ? [] : [`target ${target}`]),
    ...(kpi.threshold === null
      ? []
      : [
          `warning below ${limitText(kpi, kpi.threshold)}, critical below ${limitText(kpi, criticalLimit(kpi.threshold))}`,
        ]),
  ];
  const sentence = parts.join('; ');
  return sentence === '' ? 'It has no target.' : `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

interface Step {
  value: number | null;
  color: string;
}

/** Bands of a chart: red critical, orange warning, yellow off target, green good; named colours follow the theme. */
export function thresholdSteps(kpi: Kpi): Step[] {
  const { target, threshold } = kpi;
  if (kpi.direction === 'lower') {
    return target === null
      ? [{ value: null, color: 'green' }]
      : [
          { value: null, color: 'green' },
          { value: target, color: 'yellow' },
        ];
  }
  const critical: Step[] =
    threshold === null
      ? []
      : [
          { value: null, color: 'red' },
          { value: criticalLimit(threshold), color: 'orange' },
        ];
  const passed = threshold;
  const reached: Step[] =
    target === null
      ? [{ value: passed, color: 'green' }]
      : [
          { value: passed, color: 'yellow' },
          { value: target, color: 'green' },
        ];
  return [...critical, ...reached];
}
