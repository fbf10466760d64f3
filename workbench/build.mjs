// Bundles the workbench into workbench/dist/: client/ (the page, split so that nothing heavy stands in its way) and
// server.mjs. `npm start` calls it when its sources or the packages have changed.
import { build } from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const client = path.join(here, 'dist', 'client');

fs.rmSync(path.join(here, 'dist'), { recursive: true, force: true });

/**
 * The @grafana packages are `.mjs` files that were written for bundlers: `import X from 'some-commonjs-package'` means its
 * `default` member. For files with that extension esbuild follows Node, which gives the whole package instead. Read under
 * another name, they mean what they were written for.
 * @type {import('esbuild').Plugin}
 */
const grafanaForBundlers = {
  name: 'grafana-for-bundlers',
  setup({ onResolve, onLoad, resolve }) {
    const checked = {};
    onResolve(
      { filter: /^(@grafana\/|\.)/ },
      async ({ path: wanted, importer, resolveDir, kind, pluginData, namespace }) => {
        if (pluginData === checked || (wanted.startsWith('.') && namespace !== 'grafana')) {
          return undefined;
        }
        const found = await resolve(wanted, { importer, resolveDir, kind, pluginData: checked });
        if (found.errors.length > 0 || !found.path.endsWith('.mjs') || !found.path.includes('@grafana')) {
          return found;
        }
        return { path: `${found.path}.js`, namespace: 'grafana', sideEffects: found.sideEffects };
      }
    );
    onLoad({ filter: /\.mjs\.js$/, namespace: 'grafana' }, async ({ path: name }) => {
      const file = name.slice(0, -'.js'.length);
      return { contents: await fs.promises.readFile(file), loader: 'js', resolveDir: path.dirname(file) };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const browser = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  sourcemap: false,
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.NODE_DEBUG': 'undefined', global: 'globalThis' },
  loader: { '.ttf': 'file', '.woff2': 'file', '.svg': 'dataurl', '.png': 'dataurl', '.gif': 'dataurl' },
  logLevel: 'warning',
  legalComments: 'none',
  plugins: [grafanaForBundlers],
};

const [page] = await Promise.all([
  build({
    ...browser,
    entryPoints: { main: 'src/main.tsx' },
    outdir: path.join(client, 'assets'),
    publicPath: '/assets/',
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    metafile: true,
  }),
  build({
    absWorkingDir: here,
    entryPoints: ['server/index.ts'],
    outfile: path.join(here, 'dist', 'server.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
  }),
]);
const boot = await build({ ...browser, entryPoints: ['src/boot.ts'], format: 'iife', write: false, outdir: client });

/** @param {RegExp} name The output that an entry point became. */
const asset = (name) => {
  const file = Object.keys(page.metafile.outputs)
    .map((output) => path.basename(output))
    .find((output) => name.test(output));
  return file && `/assets/${file}`;
};
const bootFile = `boot-${boot.outputFiles[0].hash.replace(/\W/g, '').slice(0, 8).toUpperCase()}.js`;
fs.writeFileSync(path.join(client, 'assets', bootFile), boot.outputFiles[0].contents);

const style = asset(/^main-\w+\.css$/);
const html = fs
  .readFileSync(path.join(here, 'src', 'index.html'), 'utf8')
  .replace('<!-- style -->', style ? `<link rel="stylesheet" href="${style}" />` : '')
  .replace('/boot.js', `/assets/${bootFile}`)
  .replace('/main.js', asset(/^main-\w+\.js$/));
fs.writeFileSync(path.join(client, 'index.html'), html);
