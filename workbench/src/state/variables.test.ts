import { ALL, choose, textOf, valuesOf, type VariableJson } from './variables';

const options = ['north', 'south'].map((value) => ({ value, text: value }));
const site: VariableJson = { name: 'site', type: 'query', multi: true, includeAll: true };
const search = (text: string) => new URLSearchParams(text);

describe('choice of a variable', () => {
  it.each([
    ['the address goes first', site, 'var-site=south', ['south']],
    ['several values of the address', site, 'var-site=south&var-site=north', ['south', 'north']],
    ['one value only where one is allowed', { ...site, multi: false }, 'var-site=south&var-site=north', ['south']],
    ['Grafana writes All as a word, too', site, 'var-site=All', [ALL]],
    ['what the dashboard declares', { ...site, current: { value: ['north'] } }, '', ['north']],
    ['All where nothing is said', site, '', [ALL]],
    ['the first option where there is no All', { ...site, includeAll: false }, '', ['north']],
  ])('%s', (_name, json, address, expected) => {
    expect(choose(json, options, search(address))).toEqual(expected);
  });

  it('is empty without options', () => {
    expect(choose({ ...site, includeAll: false }, [], search(''))).toEqual([]);
  });

  it('reads as a person says it', () => {
    expect(textOf({ json: site, options, chosen: [ALL] })).toBe('All');
    expect(textOf({ json: site, options, chosen: ['north', 'gone'] })).toBe('north + gone');
  });

  it('stands for every option at All', () => {
    expect(valuesOf({ json: site, options, chosen: [ALL] })).toEqual(['north', 'south']);
  });
});
