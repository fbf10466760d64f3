import CopyWebpackPlugin from 'copy-webpack-plugin';
import type { Configuration } from 'webpack';
import { CustomizeRule, mergeWithRules } from 'webpack-merge';
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
const automaticJsx = {
  test: /\.[tj]sx?$/,
  use: { loader: 'swc-loader', options: { jsc: { transform: { react: { runtime: 'automatic' } } } } },
};

const mergeIntoBase = mergeWithRules({
  module: { rules: { test: CustomizeRule.Match, use: { loader: CustomizeRule.Match, options: CustomizeRule.Merge } } },
});

const config = async (env: Env): Promise<Configuration> => {
  const base = await baseConfig(env);
  return mergeIntoBase(
    { ...base, plugins: base.plugins?.filter((plugin) => !(plugin instanceof VirtualModulesPlugin)) },
    {
      module: { rules: [automaticJsx] },
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
