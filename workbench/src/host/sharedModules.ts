/**
 * What Grafana shares with plugins. A plugin's bundle names these as AMD dependencies; each is imported when the first
 * plugin asks for it.
 */
import { NoPanelData } from '../components/NoPanelData';

type Loader = () => Promise<object>;

/**
 * CommonJS packages: a dynamic import gives them as `default`, plugins expect their members.
 */
const commonJs =
  (load: Loader): Loader =>
  async () => {
    const module = await load();
    const exported: unknown = Reflect.get(module, 'default');
    return exported instanceof Object ? exported : module;
  };

const LOADERS: Record<string, Loader> = {
  '@emotion/css': () => import('@emotion/css'),
  '@emotion/react': () => import('@emotion/react'),
  '@grafana/data': () => import('@grafana/data'),
  '@grafana/data/unstable': () => import('@grafana/data/unstable'),
  '@grafana/runtime': shareRuntime,
  '@grafana/runtime/unstable': () => import('@grafana/runtime/unstable'),
  '@grafana/ui': () => import('@grafana/ui'),
  '@grafana/ui/unstable': () => import('@grafana/ui/unstable'),
  i18next: () => import('i18next'),
  lodash: commonJs(() => import('lodash')),
  moment: commonJs(() => import('moment')),
  react: commonJs(() => import('react')),
  'react-dom': commonJs(() => import('react-dom')),
  'react-inlinesvg': () => import('react-inlinesvg'),
  // as in Grafana: plugins get the API of version 6 under this name
  'react-router': () => import('react-router-dom-v5-compat'),
  'react/jsx-dev-runtime': commonJs(() => import('react/jsx-dev-runtime')),
  'react/jsx-runtime': commonJs(() => import('react/jsx-runtime')),
  rxjs: () => import('rxjs'),
  'rxjs/operators': () => import('rxjs/operators'),
};

/** Grafana puts its own view for data that cannot be drawn into the runtime; the setter for it is not exported. */
async function shareRuntime(): Promise<object> {
  return { ...(await import('@grafana/runtime')), PanelDataErrorView: NoPanelData };
}

/** The module a plugin asks for; rejects with its name when the workbench does not share it. */
export async function loadShared(id: string): Promise<object> {
  const load = LOADERS[id];
  if (!load) {
    throw new Error(`The plugin asks for "${id}", which the workbench does not share with plugins`);
  }
  return load();
}
