import { sparklinePath } from './sparkline';

const box = { width: 100, height: 28 };

describe('sparklinePath', () => {
  it('spans the box from lowest to highest', () => {
    expect(sparklinePath([0, 10], box)).toBe('M0 26L100 2');
  });

  it('leaves a gap where a value is missing', () => {
    expect(sparklinePath([0, 1, null, 1, 0], box)).toBe('M0 26L25 2M75 2L100 26');
  });

  it('draws a dot between two gaps', () => {
    expect(sparklinePath([null, 5, null], box)).toBe('M50 14h0.5');
  });

  it('runs in the middle when flat', () => {
    expect(sparklinePath([3, 3], box)).toBe('M0 14L100 14');
  });

  it('is empty without values', () => {
    expect(sparklinePath([], box)).toBe('');
    expect(sparklinePath([null, null], box)).toBe('');
  });
});
