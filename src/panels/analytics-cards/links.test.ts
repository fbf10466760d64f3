import { type Field, FieldType, type LinkModel } from '@grafana/data';
import { cardContext } from '../../test/cardContext';
import { cardLinks } from './links';

const model = (title: string): LinkModel => ({ title, href: `/${title}`, target: '_self', origin: {} });

function fieldWith(...titles: string[]): Field {
  const links = titles.map((title) => ({ title, url: `/${title}` }));
  return { name: 'x', type: FieldType.number, values: [1], config: { links }, getLinks: () => titles.map(model) };
}

const titlesOf = (field: Field, ownLinks: number) =>
  cardLinks(field, { ...cardContext(), ownLinks }, { valueRowIndex: 0 })?.().map(({ title }) => title);

describe('cardLinks', () => {
  it('takes what comes with the data where the panel sets none', () => {
    expect(titlesOf(fieldWith('explore'), 0)).toEqual(['explore']);
  });

  it('takes those of the panel alone where it sets some', () => {
    expect(titlesOf(fieldWith('explore', 'details'), 1)).toEqual(['details']);
    expect(titlesOf(fieldWith('details', 'more'), 2)).toEqual(['details', 'more']);
  });

  it('has nothing where there is nothing', () => {
    expect(titlesOf(fieldWith(), 0)).toBeUndefined();
  });
});
