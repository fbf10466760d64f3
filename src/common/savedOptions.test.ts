import { flag, inRange, oneOf, text } from './savedOptions';

describe('saved options', () => {
  it('are taken where they are possible', () => {
    expect([flag(false), text(''), inRange(2.4, 0, 3), oneOf('a', ['a', 'b'])]).toEqual([false, '', 2, 'a']);
  });

  it('are nothing where they are missing or impossible', () => {
    expect([flag('yes'), text(1), inRange(4, 0, 3), inRange('2', 0, 3), oneOf('c', ['a', 'b'])]).toEqual(
      Array(5).fill(undefined)
    );
  });
});
