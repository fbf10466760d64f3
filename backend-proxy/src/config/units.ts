const MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1000,
  kib: 1024,
  mb: 1000 ** 2,
  mib: 1024 ** 2,
  gb: 1000 ** 3,
  gib: 1024 ** 3,
};

/** Milliseconds of `10ms`, `60s`, `1h30m`, `365d`, `2w` or `0`; null when it is no duration. */
export function parseDuration(text: string): number | null {
  if (text === '0') {
    return 0;
  }
  if (!/^(\d+(ms|s|m|h|d|w))+$/.test(text)) {
    return null;
  }
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d|w)/g)) {
    total += Number(count) * (MS[unit ?? ''] ?? 0);
  }
  return total;
}

/** The shortest spelling with one unit: 60 000 is `1m`, 90 000 is `90s`. Weeks are written as days. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = MS[unit] ?? 1;
    if (ms !== 0 && ms % size === 0) {
      return `${ms / size}${unit}`;
    }
  }
  return ms === 0 ? '0s' : `${ms}ms`;
}

/** Bytes of `512`, `64kB`, `1MiB`, `2GB`; null when it is no size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+)\s*([kmg]?i?b)?$/i.exec(text);
  const factor = match ? BYTES[(match[2] ?? 'b').toLowerCase()] : undefined;
  return match && factor !== undefined ? Number(match[1]) * factor : null;
}

/** The largest binary unit that fits without a remainder. */
export function formatSize(bytes: number): string {
  for (const [unit, name] of [
    ['gib', 'GiB'],
    ['mib', 'MiB'],
    ['kib', 'KiB'],
  ] as const) {
    const size = BYTES[unit] ?? 1;
    if (bytes !== 0 && bytes % size === 0) {
      return `${bytes / size}${name}`;
    }
  }
  return `${bytes}B`;
}

/** Minutes after midnight of `HH:MM`; null when it is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

/** `HH:MM` of minutes after midnight. */
export function formatTimeOfDay(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
