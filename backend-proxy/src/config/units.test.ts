import { formatDuration, formatSize, formatTimeOfDay, parseDuration, parseSize, parseTimeOfDay } from './units';
import { nearest } from './suggest';

describe('durations', () => {
  it.each([
    ['10ms', 10],
    ['0s', 0],
    ['0', 0],
    ['60s', 60_000],
    ['1h30m', 5_400_000],
    ['365d', 31_536_000_000],
    ['2w', 1_209_600_000],
  ])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(['60', '5 m', '-1s', '1.5h', 'm', '', '1y'])('refuses %s', (text) => expect(parseDuration(text)).toBeNull());

  it.each([0, 10, 1500, 60_000, 90_000, 3_600_000, 86_400_000])('writes %d so that it reads the same', (ms) =>
    expect(parseDuration(formatDuration(ms))).toBe(ms)
  );
});

describe('sizes', () => {
  it.each([
    ['512', 512],
    ['1MiB', 1_048_576],
    ['64kB', 64_000],
    ['2 GiB', 2_147_483_648],
  ])('reads %s', (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(['MiB', '1.5MiB', '1TB', '-1'])('refuses %s', (text) => expect(parseSize(text)).toBeNull());

  it.each([0, 1000, 1024, 8_388_608])('writes %d so that it reads the same', (bytes) =>
    expect(parseSize(formatSize(bytes))).toBe(bytes)
  );
});

describe('times of day', () => {
  it('reads and writes HH:MM', () => {
    expect(parseTimeOfDay('06:30')).toBe(390);
    expect(formatTimeOfDay(390)).toBe('06:30');
    expect(parseTimeOfDay('24:00')).toBeNull();
    expect(parseTimeOfDay('6:00')).toBeNull();
  });
});

describe('nearest', () => {
  it('finds what was meant, and nothing when nothing is near', () => {
    expect(nearest('colection', ['collection', 'query'])).toBe('collection');
    expect(nearest('xyzzy', ['collection', 'query'])).toBeNull();
  });
});
