import { Writable } from 'node:stream';
import { createProgress } from './progress';

function sink(): Writable & { text: string } {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      Object.assign(stream, { text: `${(stream as Writable & { text: string }).text}${chunk.toString()}` });
      done();
    },
  });
  return Object.assign(stream, { text: '' });
}

describe('createProgress', () => {
  it('writes JSON lines off a terminal: the first, now and then one, and the last', () => {
    const stderr = sink();
    const progress = createProgress('events', { stderr });
    for (let i = 1; i <= 100; i++) {
      progress.update(i / 100, i * 10);
    }
    progress.end();
    expect(
      stderr.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown)
    ).toEqual([
      { progress: 'events', share: 0.01, count: 10 },
      { progress: 'events', share: 1, count: 1000 },
    ]);
  });
});
