import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { createClient } from '../src';
import { FakeProxy } from './fakeProxy';

const KILLS = 5;

/** Enqueues without end, tells each event that it was promised, and delivers meanwhile. */
const CHILD = `
const { createClient } = require('./index.js');
const [url, directory] = process.argv.slice(2);
void (async () => {
  const client = await createClient({ url, directory, key: 'k', deviceId: 'd', policy: { batchSize: 7 } });
  for (;;) {
    const receipts = await Promise.all(Array.from({ length: 5 }, () => client.enqueue({ type: 'business' })));
    process.stdout.write(receipts.map(({ id }) => id + '\\n').join(''));
  }
})();
`;

describe('a killed process', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lopan-kill-'));
  const compiled = join(directory, 'compiled');

  beforeAll(() => {
    const source = join(__dirname, '../src');
    for (const name of readdirSync(source, { recursive: true }) as string[]) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) {
        const { code } = transformSync(readFileSync(join(source, name), 'utf8'), {
          jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
          module: { type: 'commonjs' },
        });
        const target = join(compiled, name.replace(/\.ts$/, '.js'));
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, code);
      }
    }
    writeFileSync(join(compiled, 'child.js'), CHILD);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it(`loses nothing that was promised in ${KILLS} SIGKILLs, and never changes an id`, async () => {
    const proxy = await FakeProxy.start();
    const queue = join(directory, 'queue');
    const promised: string[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const child = spawn(process.execPath, [join(compiled, 'child.js'), proxy.url, queue]);
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const before = proxy.stored.size;
      // Well into the work, and at another moment each time.
      while (proxy.stored.size < before + 30 + kill * 17) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      child.kill('SIGKILL');
      await once(child, 'close');
      promised.push(...output.split('\n').slice(0, -1));
    }
    const last = await createClient({ url: proxy.url, directory: queue, key: 'k', deviceId: 'd' });
    await last.flush();
    await last.close();
    await proxy.stop();
    const stored = [...proxy.stored.values()];
    expect(promised.filter((id) => !proxy.stored.has(id))).toEqual([]);
    // Numbers without a gap and without a double: one event each, under one id.
    expect(stored.map(({ sequence }) => sequence)).toEqual(stored.map((_, i) => i + 1));
  }, 60_000);
});
