import { sparklinePath } from './sparkline';

const box = { width: 100, height: 28 };

describe('sparklinePath', () => {
  it('spans the box from lowest to highest', () => {
    expect(sparklinePath([0, 10], box)).toBe('M2 26L98 2');
  });

  it('leaves a gap where a value is missing', () => {
    expect(sparklinePath([0, 1, null, 1, 0], box)).toBe('M2 26L26 2M74 2L98 26');
  });

  it('draws a dot between two gaps', () => {
    expect(sparklinePath([null, 5, null], box)).toBe('M50 14h0.1');
  });

  it('runs in the middle when flat', () => {
    expect(sparklinePath([3, 3], box)).toBe('M2 14L98 14');
  });

  it('is empty without values', () => {
    expect(sparklinePath([], box)).toBe('');
    expect(sparklinePath([null, null], box)).toBe('');
  });
});
