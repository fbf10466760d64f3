import CopyWebpackPlugin from 'copy-webpack-plugin';
import path from 'path';
import type { Configuration } from 'webpack';
import { merge } from 'webpack-merge';
import VirtualModulesPlugin from 'webpack-virtual-modules';

import { getPluginJson } from './.config/bundler/utils.ts';
import baseConfig, { type Env } from './.config/webpack/webpack.config.ts';

const rootId: string = getPluginJson().id;

/**
 * Where lazy chunks are loaded from. The base configuration takes the folder of the `module.js` that asks. All chunks
 * lie beside the *root* module.js, but Grafana serves a nested plugin under an id of its own
 * (`public/plugins/<nested id>/module.js`) or, from a CDN, under its folder (`…/datasource/module.js`): a nested
 * module has to look in the folder of the app instead.
 */
const publicPath = new VirtualModulesPlugin({
  'node_modules/grafana-public-path.js': `
import amdMetaModule from 'amd-module';

const uri = (amdMetaModule && amdMetaModule.uri) || 'public/plugins/${rootId}/module.js';

__webpack_public_path__ = uri
  .slice(0, uri.lastIndexOf('/') + 1)
  .replace(/(datasource|panels\\/[^/]+)\\/$/, '')
  .replace(/public\\/plugins\\/[^/]+\\/$/, 'public/plugins/${rootId}/');
`,
});

/** The automatic JSX runtime comes from the host, so that one bundle runs on React 18 and 19. */
const automaticJsx = { jsc: { transform: { react: { runtime: 'automatic' } } } };

/** Adds loader options to the base's swc rule, which `merge` would not find inside the array of rules. */
function withAutomaticJsx(rule: NonNullable<NonNullable<Configuration['module']>['rules']>[number]) {
  if (typeof rule !== 'object' || !rule || typeof rule.use !== 'object' || !rule.use || !('loader' in rule.use)) {
    return rule;
  }
  return rule.use.loader === 'swc-loader' ? merge(rule, { use: { options: automaticJsx } }) : rule;
}

const config = async (env: Env): Promise<Configuration> => {
  const base = await baseConfig(env);
  return merge(
    {
      ...base,
      module: { ...base.module, rules: base.module?.rules?.map(withAutomaticJsx) },
      plugins: base.plugins?.filter((plugin) => !(plugin instanceof VirtualModulesPlugin)),
    },
    {
      // The rules for status and change are the catalogue's own source files; each is bundled by itself.
      resolve: { alias: { '@lopan/catalogue': path.resolve(process.cwd(), 'catalogue', 'src') } },
      plugins: [
        publicPath,
        // The base copies the images and the README of the root plugin only.
        new CopyWebpackPlugin({
          patterns: [{ from: '{datasource,panels/*}/img/*' }, { from: '{datasource,panels/*}/README.md' }],
        }),
      ],
    }
  );
};

export default config;
