import { KPIS } from '@lopan/catalogue';
import { EXAMPLES } from './examples';
import { isComplete, validateQuery } from './validation';

describe('the examples of the query help', () => {
  const known = new Set(KPIS.map(({ id }) => id));

  it.each(EXAMPLES.map((example) => [example.title, example.query] as const))('%s: runs as it is', (_, query) => {
    expect(validateQuery(query)).toEqual({});
    const kpis = 'kpis' in query ? (query.kpis ?? []) : [];
    expect(kpis.filter((id) => !known.has(id))).toEqual([]);
    expect(isComplete(query)).toBe(true);
  });
});
