// The builds. Each is skipped while what it is made from has not changed (see stamps.mjs).
import process from 'node:process';
import { runCommand, runTool } from './command.mjs';
import { done, progress, took } from './log.mjs';
import { contentKey, isFresh, setStamp } from './stamps.mjs';

const SERVER_ROOMS = ['catalogue', 'client', 'backend-proxy'];

/**
 * @param {{ name: string, inputs: string[], outputs: string[], extra?: string, run: () => Promise<unknown> }} what
 */
async function buildIfStale({ name, inputs, outputs, extra, run }) {
  const key = contentKey(['package-lock.json', ...inputs], extra);
  if (isFresh(name, key, outputs)) {
    done(name, 'up to date');
    return;
  }
  const since = Date.now();
  progress(name, 'building');
  await run();
  setStamp(name, key);
  done(name, `built in ${took(since)}`);
}

/** Compiles what runs on Node: the catalogue, the client and the proxy. */
export function buildServer() {
  return buildIfStale({
    name: 'proxy code',
    inputs: ['tsconfig.node.json', ...SERVER_ROOMS.flatMap((room) => [`${room}/src`, `${room}/tsconfig.json`])],
    outputs: SERVER_ROOMS.map((room) => `${room}/dist`),
    run: () => runTool('typescript/bin/tsc', ['-b', ...SERVER_ROOMS]),
  });
}

/** Bundles the app, the data source and the panels into dist/. */
export function buildPlugins() {
  return buildIfStale({
    name: 'plugins',
    inputs: ['src', 'catalogue/src', '.config', 'webpack.config.ts', 'tsconfig.json', 'package.json'],
    outputs: ['dist/plugin.json', 'dist/module.js', 'dist/datasource/module.js'],
    run: () =>
      runTool('webpack/bin/webpack.js', ['-c', './webpack.config.ts', '--env', 'production'], {
        env: { NODE_ENV: 'production' },
      }),
  });
}

/** Bundles the workbench: its page with the @grafana libraries, and its server. */
export function buildWorkbench() {
  return buildIfStale({
    name: 'workbench',
    inputs: ['workbench/src', 'workbench/server', 'workbench/build.mjs'],
    outputs: ['workbench/dist/client/index.html', 'workbench/dist/server.mjs'],
    run: () => runCommand(process.execPath, ['workbench/build.mjs']),
  });
}

/** @type {Record<string, string>} Node's names of processors to Go's. */
const GO_ARCHITECTURES = { x64: 'amd64', arm64: 'arm64', arm: 'arm' };

/** Compiles the data source's Go backend for this machine; needed only where a Grafana runs it. */
export function buildBackend() {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = GO_ARCHITECTURES[process.arch] ?? process.arch;
  const binary = `dist/datasource/gpx_lopan_analytics_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
  return buildIfStale({
    name: 'Go backend',
    inputs: ['pkg', 'go.mod', 'go.sum'],
    outputs: [binary],
    extra: `${os}/${arch}`,
    run: async () => {
      try {
        await runCommand('go', ['version']);
      } catch {
        throw new Error(
          'A Grafana was found, and its data source needs a backend written in Go: install Go (see go.mod for the version), ' +
            'or start the preview with: npm start -- --workbench'
        );
      }
      const flags = ['-tags', 'arrow_json_stdlib', '-trimpath', '-ldflags', '-w -s'];
      await runCommand('go', ['build', ...flags, '-o', binary, './pkg'], { env: { CGO_ENABLED: '0' } });
    },
  });
}
