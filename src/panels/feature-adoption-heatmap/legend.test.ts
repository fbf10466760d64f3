import { legendHeight, legendMarks } from './legend';

const scale = { colors: ['#fff'], low: '0%', high: '100%', steps: [] };
const plain = { scale, states: new Set(['value'] as const), hasProvisional: false };
const all = { scale, states: new Set(['value', 'none_eligible', 'too_few'] as const), hasProvisional: true };

describe('legendMarks', () => {
  it('explains the marks that occur', () => {
    expect(legendMarks(plain)).toEqual([]);
    expect(legendMarks(all).map(({ label }) => label)).toEqual([
      'Nobody could use it',
      'Too few to tell',
      'Provisional',
    ]);
  });
});

describe('legendHeight', () => {
  it('is one line on a desk and more on a phone', () => {
    const height = 400;
    expect(legendHeight(plain, { width: 320, height })).toBe(28);
    expect(legendHeight(all, { width: 900, height })).toBe(28);
    expect(legendHeight(all, { width: 320, height })).toBe(76);
  });

  it('gives steps lines of their own', () => {
    const steps = Array.from({ length: 5 }, (_, index) => ({ color: '#fff', label: `${index}0% – ${index + 1}0%` }));
    expect(legendHeight({ ...all, scale: { ...scale, steps } }, { width: 900, height: 400 })).toBe(52);
  });

  it('leaves the most of a low panel to the cells', () => {
    expect(legendHeight(all, { width: 200, height: 100 })).toBe(35);
  });
});
