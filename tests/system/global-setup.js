const { execFileSync } = require('node:child_process');
const path = require('node:path');

/** Compiles the proxy: what is tested is what the sources say now, not what was compiled some time ago. */
module.exports = () => {
  const compiler = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', path.resolve(__dirname, '../../backend-proxy')], {
    stdio: 'inherit',
  });
};
