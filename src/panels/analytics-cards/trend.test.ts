import { type Movement, toTrend } from './trend';

const up: Movement = { change: 5, changePoints: 4, trend: 'up', good: true, hasDirection: true };

describe('toTrend', () => {
  it('prints the absolute change with one decimal', () => {
    expect(toTrend({ ...up, change: -12.54, trend: 'down', good: false }, 'percent', '80.0%')).toEqual({
      direction: 'down',
      mood: 'bad',
      text: '12.5%',
      previousText: '80.0%',
    });
  });

  it('prints percentage points where asked and known', () => {
    expect(toTrend(up, 'points', null)?.text).toBe('4.0 pp');
    expect(toTrend({ ...up, changePoints: null }, 'points', null)?.text).toBe('5.0%');
  });

  it('is null without a change', () => {
    expect(toTrend({ ...up, change: null, changePoints: null, trend: null, good: null }, 'percent', null)).toBeNull();
    expect(toTrend({ ...up, change: null }, 'percent', null)).toBeNull();
  });

  it('goes by goodness where the KPI has a direction: a falling launch time is good', () => {
    expect(toTrend({ ...up, trend: 'down', good: true }, 'percent', null)?.mood).toBe('good');
    expect(toTrend({ ...up, trend: 'up', good: null }, 'percent', null)?.mood).toBe('neutral');
  });

  it('goes by the arrow where it has none: up is good, down is bad', () => {
    const none = { ...up, good: null, hasDirection: false };
    expect(toTrend(none, 'percent', null)?.mood).toBe('good');
    expect(toTrend({ ...none, trend: 'down' }, 'percent', null)?.mood).toBe('bad');
  });

  it('is neutral when stable', () => {
    expect(toTrend({ ...up, trend: 'stable', good: null }, 'percent', null)?.mood).toBe('neutral');
  });
});
