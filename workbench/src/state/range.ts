/** Time ranges: the page's, and those that panels set for themselves. */
import {
  dateMath,
  dateTime,
  rangeUtil,
  type DateTime,
  type RawTimeRange,
  type TimeRange,
  type TimeZone,
} from '@grafana/data';

const DEFAULT = { from: 'now-30d', to: 'now' };

/** The range in the address (`now-7d`, or epoch milliseconds), else the dashboard's. */
export function rawRange(search: URLSearchParams, fallback: { from: string; to: string } = DEFAULT): RawTimeRange {
  return {
    from: parseRaw(search.get('from') ?? fallback.from),
    to: parseRaw(search.get('to') ?? fallback.to),
  };
}

function parseRaw(text: string): DateTime | string {
  if (/^\d+$/.test(text)) {
    return dateTime(Number(text));
  }
  return text.startsWith('now') ? text : dateTime(text);
}

/** How a raw bound stands in the address. */
export function rawToText(raw: DateTime | string): string {
  return typeof raw === 'string' ? raw : String(raw.valueOf());
}

/** The range as of `now`, in epoch milliseconds. */
export function resolveRange(raw: RawTimeRange, timezone: TimeZone, now: number): TimeRange {
  const at = (text: DateTime | string, roundUp: boolean) =>
    dateMath.toDateTime(text, { roundUp, timezone, now: dateTime(now) }) ?? dateTime(now);
  return { from: at(raw.from, false), to: at(raw.to, true), raw };
}

/** The range moved by half its length, as Grafana's arrows do. */
export function movedRange({ from, to }: TimeRange, direction: -1 | 1): { from: string; to: string } {
  const step = ((to.valueOf() - from.valueOf()) / 2) * direction;
  return { from: String(Math.round(from.valueOf() + step)), to: String(Math.round(to.valueOf() + step)) };
}

/** The range doubled around its middle. */
export function zoomedOut({ from, to }: TimeRange): { from: string; to: string } {
  const half = (to.valueOf() - from.valueOf()) / 2;
  return { from: String(Math.round(from.valueOf() - half)), to: String(Math.round(to.valueOf() + half)) };
}

/** A panel's own range (`timeFrom`, `timeShift`) and how it reads beside the title. */
export function panelRange(
  page: TimeRange,
  timeZone: TimeZone,
  now: number,
  { timeFrom, timeShift }: { timeFrom?: string | null; timeShift?: string | null }
): { range: TimeRange; info?: string } {
  let range = page;
  const info: string[] = [];
  if (timeFrom) {
    const raw = { from: timeFrom.startsWith('now') ? timeFrom : `now-${timeFrom}`, to: 'now' };
    range = resolveRange(raw, timeZone, now);
    info.push(rangeUtil.describeTimeRange(raw));
  }
  if (timeShift) {
    const shift = timeShift.startsWith('-') ? timeShift : `-${timeShift}`;
    const from = dateMath.parseDateMath(shift, dateTime(range.from));
    const to = dateMath.parseDateMath(shift, dateTime(range.to));
    if (from && to) {
      range = { from, to, raw: { from, to } };
      info.push(`shifted by ${timeShift}`);
    }
  }
  return info.length > 0 ? { range, info: info.join(', ') } : { range };
}
