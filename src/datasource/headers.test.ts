import type { DataSourceSettings } from '@grafana/data';
import { readHeaders, withoutHeader, writeHeaders } from './headers';
import { timeoutError, urlError } from './settings';
import { configSettings } from '../test/configSettings';
import type { LopanJsonData, LopanSecureJsonData } from './types';

const saved: DataSourceSettings<LopanJsonData, LopanSecureJsonData> = configSettings({
  jsonData: { httpHeaderName1: 'X-A', httpHeaderName2: 'X-B' },
  secureJsonFields: { httpHeaderValue1: true, httpHeaderValue2: true, apiKey: true },
});

describe('custom headers', () => {
  it('are read in their order', () => {
    expect(readHeaders(saved)).toEqual([
      { name: 'X-A', value: '', isSaved: true },
      { name: 'X-B', value: '', isSaved: true },
    ]);
  });

  it('come back as they were read', () => {
    expect(readHeaders(writeHeaders(saved, readHeaders(saved)))).toEqual(readHeaders(saved));
  });

  it('keep a saved value while another is typed', () => {
    const [first] = readHeaders(saved);
    const written = writeHeaders(saved, [...(first ? [first] : []), { name: 'X-B', value: 'new', isSaved: false }]);
    expect(written.secureJsonData).toEqual({ httpHeaderValue2: 'new' });
    expect(written.secureJsonFields).toMatchObject({ httpHeaderValue1: true, httpHeaderValue2: false, apiKey: true });
  });

  it('forget the values that would move to another number', () => {
    const rest = withoutHeader(readHeaders(saved), 0);
    expect(rest).toEqual([{ name: 'X-B', value: '', isSaved: false }]);
    const written = writeHeaders(saved, rest);
    expect(readHeaders(written)).toEqual(rest);
    expect(written.secureJsonData).toEqual({ httpHeaderValue1: '', httpHeaderValue2: '' });
  });
});

describe('urlError', () => {
  it.each(['', 'http://localhost:4000', 'https://proxy.example.com/analytics'])('accepts "%s"', (url) => {
    expect(urlError(url)).toBeNull();
  });

  it.each([
    ['localhost:4000', 'must start with http'],
    ['http://', 'no address'],
    ['http://user:pw@proxy', 'API key'],
    ['http://proxy?x=1', 'query'],
  ])('refuses "%s"', (url, message) => {
    expect(urlError(url)).toContain(message);
  });
});

describe('timeoutError', () => {
  it('wants at least a second', () => {
    expect([timeoutError(undefined), timeoutError(1)]).toEqual([null, null]);
    expect(timeoutError(0)).toContain('1 or more');
    expect(timeoutError(NaN)).toContain('1 or more');
  });
});
