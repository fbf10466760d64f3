import { movedRange, panelRange, rawRange, resolveRange, zoomedOut } from './range';

const NOW = Date.UTC(2026, 2, 2, 12);
const HOUR = 3_600_000;
const page = resolveRange({ from: 'now-2h', to: 'now' }, 'utc', NOW);

describe('time ranges', () => {
  it('reads the address, else the dashboard', () => {
    const own = { from: 'now-7d', to: 'now' };
    expect(rawRange(new URLSearchParams(), own)).toEqual(own);
    expect(rawRange(new URLSearchParams('from=now-1h'), own)).toEqual({ from: 'now-1h', to: 'now' });
    expect(rawRange(new URLSearchParams('from=1000&to=2000')).from.valueOf()).toBe(1000);
  });

  it('takes "now" as given', () => {
    expect([page.from.valueOf(), page.to.valueOf()]).toEqual([NOW - 2 * HOUR, NOW]);
  });

  it('moves by half and widens around the middle', () => {
    expect(movedRange(page, -1)).toEqual({ from: String(NOW - 3 * HOUR), to: String(NOW - HOUR) });
    expect(zoomedOut(page)).toEqual({ from: String(NOW - 3 * HOUR), to: String(NOW + HOUR) });
  });

  it('leaves a panel the range of the page', () => {
    expect(panelRange(page, 'utc', NOW, {})).toEqual({ range: page });
  });

  it('gives a panel its own range and moves it', () => {
    const { range, info } = panelRange(page, 'utc', NOW, { timeFrom: '4h', timeShift: '1d' });
    expect([range.from.valueOf(), range.to.valueOf()]).toEqual([NOW - 28 * HOUR, NOW - 24 * HOUR]);
    expect(info).toBe('Last 4 hours, shifted by 1d');
  });
});
