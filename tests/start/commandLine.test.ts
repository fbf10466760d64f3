import { evaluate, start } from './runScript';

describe('npm start: command line', () => {
  it('explains itself', async () => {
    const { code, stdout } = await start('--help');
    expect(code).toBe(0);
    for (const word of ['--port', '--no-demo', '--reset', '--workbench', 'GRAFANA_HOME']) {
      expect(stdout).toContain(word);
    }
  });

  it.each([
    [['--port', 'eighty'], '--port: expected a number from 1 to 65535, got "eighty"'],
    [['--port', '70000'], 'got "70000"'],
    [['--prot', '3000'], "Unknown option '--prot'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, stderr } = await start(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('has defaults', async () => {
    expect(await evaluate('options.mjs', 'lib.parseOptions([])')).toEqual({
      demo: true,
      reset: false,
      workbench: false,
      help: false,
    });
  });
});
