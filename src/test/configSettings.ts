import type { DataSourceSettings } from '@grafana/data';
import type { LopanJsonData, LopanSecureJsonData } from '../datasource/types';

type Settings = DataSourceSettings<LopanJsonData, LopanSecureJsonData>;

/** Settings of a data source that was just added; a test names only what it is about. */
export function configSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    id: 1,
    uid: 'lopan-analytics',
    orgId: 1,
    name: 'Lopan Analytics',
    type: 'lopan-analytics-datasource',
    typeName: 'Lopan Analytics',
    typeLogoUrl: '',
    access: 'proxy',
    url: 'http://localhost:4000',
    user: '',
    database: '',
    basicAuth: false,
    basicAuthUser: '',
    isDefault: false,
    jsonData: {},
    secureJsonData: {},
    secureJsonFields: {},
    readOnly: false,
    withCredentials: false,
    ...overrides,
  };
}
