import fc from 'fast-check';
import { withheldParts } from './suppression';

describe('withheld parts', () => {
  it.each([
    // A single small part takes the smallest of the others with it.
    { sizes: [40, 2, 9, 30], least: 5, withheld: [false, true, true, false] },
    // Two small parts hide each other, unless both together are too few.
    { sizes: [40, 4, 3], least: 5, withheld: [false, true, true] },
    { sizes: [40, 1, 2, 9], least: 5, withheld: [false, true, true, true] },
    // Nobody is no one to be told, nor do they hide anyone.
    { sizes: [0, 2, 10], least: 5, withheld: [false, true, true] },
    { sizes: [0, 5, 10], least: 5, withheld: [false, false, false] },
    // A whole of one part.
    { sizes: [3], least: 5, withheld: [true] },
    { sizes: [1, 1], least: 0, withheld: [false, false] },
  ])('of $sizes with at least $least are $withheld', ({ sizes, least, withheld }) => {
    expect(withheldParts(sizes, least)).toEqual(withheld);
  });

  it('are never a few people alone while others are shown', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 2, max: 20 }), (all, least) => {
        const withheld = withheldParts(all, least);
        const hidden = all.filter((_, index) => withheld[index]);
        const shown = all.filter((size, index) => !withheld[index] && size > 0);
        shown.forEach((size) => expect(size).toBeGreaterThanOrEqual(least));
        if (hidden.length > 0 && shown.length > 0) {
          expect(hidden.length).toBeGreaterThan(1);
          expect(hidden.reduce((sum, size) => sum + size, 0)).toBeGreaterThanOrEqual(least);
        }
      })
    );
  });
});
