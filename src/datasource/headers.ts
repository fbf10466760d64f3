import type { DataSourceSettings } from '@grafana/data';
import type { LopanJsonData, LopanSecureJsonData } from './types';

type Settings = DataSourceSettings<LopanJsonData, LopanSecureJsonData>;

/** A custom HTTP header as the editor shows it. */
export interface CustomHeader {
  name: string;
  /** What was typed; empty when the value is saved, because secrets never come back. */
  value: string;
  /** A value is saved. */
  isSaved: boolean;
}

const nameKey = (index: number) => `httpHeaderName${index + 1}` as const;
const valueKey = (index: number) => `httpHeaderValue${index + 1}` as const;

/** The headers of a data source. The backend reads them by consecutive numbers, so the list ends at the first gap. */
export function readHeaders({ jsonData, secureJsonData, secureJsonFields }: Settings): CustomHeader[] {
  const headers: CustomHeader[] = [];
  for (let index = 0; jsonData[nameKey(index)] !== undefined; index++) {
    headers.push({
      name: jsonData[nameKey(index)] ?? '',
      value: secureJsonData?.[valueKey(index)] ?? '',
      isSaved: Boolean(secureJsonFields?.[valueKey(index)]),
    });
  }
  return headers;
}

/** Settings with another list of headers. */
export function writeHeaders(settings: Settings, headers: CustomHeader[]): Settings {
  const jsonData = { ...settings.jsonData };
  const secureJsonData = { ...settings.secureJsonData };
  const secureJsonFields = { ...settings.secureJsonFields };
  const count = Math.max(headers.length, readHeaders(settings).length);
  for (let index = 0; index < count; index++) {
    const header = headers[index];
    jsonData[nameKey(index)] = header?.name;
    secureJsonFields[valueKey(index)] = header?.isSaved ?? false;
    // An empty text removes a saved secret; leaving the key out keeps it.
    if (header?.isSaved) {
      delete secureJsonData[valueKey(index)];
    } else {
      secureJsonData[valueKey(index)] = header?.value ?? '';
    }
  }
  return { ...settings, jsonData, secureJsonData, secureJsonFields };
}

/**
 * The list without one header. Those behind it move up to another number, where their saved values cannot follow:
 * secrets are known to the server only. They have to be entered again, which the editor says.
 */
export function withoutHeader(headers: CustomHeader[], removed: number): CustomHeader[] {
  return headers
    .map((header, index) => (index > removed ? { ...header, isSaved: false } : header))
    .filter((_, index) => index !== removed);
}
