import { type DataSourceInstanceSettings, PluginType } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { LopanDataSource } from '../datasource/datasource';
import type { Catalogue, DimensionValue } from '../datasource/catalogue';
import type { LopanJsonData } from '../datasource/types';
import { readContract } from './contract';

/** Values of a dashboard's variables: one, several, or `ALL`. */
export type Variables = Record<string, string | string[]>;

/** The choice "All" of a variable, as Grafana writes it into links. */
export const ALL = '$__all';

/** All values of any variable that stands at "All". */
const EVERYTHING = ['assembler', 'inspector'];

/** A template service that treats multi-value variables and "All" as Grafana's dashboards do. */
export function templateSrv(variables: Variables): TemplateSrv {
  const names = Object.keys(variables);
  return {
    getVariables: () => names.map((name) => ({ name })) as ReturnType<TemplateSrv['getVariables']>,
    containsTemplate: (text) => text?.includes('$') ?? false,
    updateTimeRange: () => undefined,
    replace: (text = '', scopedVars, format) =>
      text.replace(
        /\$\{(\w+)(?::(\w+))?\}|\$(\w+)/g,
        (match: string, braced?: string, inline?: string, bare?: string) => {
          const name = braced ?? bare ?? '';
          const value: unknown = scopedVars?.[name]?.value ?? variables[name];
          if (value === undefined) {
            return match;
          }
          if (inline === 'queryparam') {
            return [value]
              .flat()
              .map((item) => `var-${name}=${encodeURIComponent(String(item))}`)
              .join('&');
          }
          const resolved = value === ALL ? EVERYTHING : value;
          return typeof format === 'function' ? format(resolved, {}, () => '') : [resolved].flat().join(',');
        }
      ),
  };
}

const settings: DataSourceInstanceSettings<LopanJsonData> = {
  id: 1,
  uid: 'lopan-analytics',
  type: 'lopan-analytics-datasource',
  name: 'Lopan Analytics',
  access: 'proxy',
  readOnly: false,
  jsonData: {},
  meta: {
    id: 'lopan-analytics-datasource',
    name: 'Lopan Analytics',
    type: PluginType.datasource,
    module: '',
    baseUrl: '',
    info: {
      author: { name: '' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  },
};

/** A data source whose resources answer with the examples of `contracts/catalogue`. */
export function testDataSource(variables: Variables = {}): LopanDataSource {
  const datasource = new LopanDataSource(settings, templateSrv(variables));
  const answers: Record<string, unknown> = {
    catalogue: readContract<Catalogue>('catalogue/catalogue.response'),
    'dimensions/site': readContract<{ values: DimensionValue[] }>('catalogue/dimension-site.response'),
  };
  jest.spyOn(datasource, 'getResource').mockImplementation((path) => {
    const answer = answers[path];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error(`no answer for ${path}`));
  });
  return datasource;
}
