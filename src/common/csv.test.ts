import { toCsv } from './csv';

describe('toCsv', () => {
  it('writes a header and rows that end in CRLF', () => {
    expect(toCsv(['a', 'b'], [['x', 1]])).toBe('a,b\r\nx,1\r\n');
  });

  it('quotes what would break a cell', () => {
    expect(toCsv(['a'], [['one, two'], ['say "hi"'], ['two\nlines']])).toBe(
      'a\r\n"one, two"\r\n"say ""hi"""\r\n"two\nlines"\r\n'
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'])('does not let %j run as a formula', (text) => {
    expect(toCsv(['a'], [[text]]).split('\r\n')[1]).toMatch(/^"?'/);
  });

  it('keeps negative numbers as numbers and missing ones empty', () => {
    expect(toCsv(['a', 'b'], [[-1.5, null]])).toBe('a,b\r\n-1.5,\r\n');
  });
});
