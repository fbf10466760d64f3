import { Writable } from 'node:stream';
import { main } from '../../src/cli/main';
import { PRIVACY_SECRET } from './proxy';

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Runs a command in this process on a test's database. */
export async function runCommand(
  databaseUrl: string,
  args: readonly string[],
  env: Record<string, string> = {}
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr] = [new Text(), new Text()];
  const code = await main(args, {
    env: { LOPAN_PRIVACY_SECRET: PRIVACY_SECRET, DATABASE_URL: databaseUrl, ...env },
    stdout,
    stderr,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
