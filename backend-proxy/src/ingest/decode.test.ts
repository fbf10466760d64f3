import { gzipSync } from 'node:zlib';
import { ProblemError } from '../errors';
import { decodeJson, decodeNdjson, unpack } from './decode';

const bytes = (text: string) => Buffer.from(text, 'utf8');

function problemOf(work: () => unknown): ProblemError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('unpack', () => {
  const limit = 1000;

  it.each([undefined, 'identity', 'Identity'])('leaves a body alone with encoding %s', async (encoding) => {
    expect((await unpack(bytes('x'), encoding, limit)).toString()).toBe('x');
  });

  it.each(['gzip', 'GZIP'])('unpacks %s', async (encoding) => {
    expect((await unpack(gzipSync('{"events":[]}'), encoding, limit)).toString()).toBe('{"events":[]}');
  });

  it('unpacks up to the limit and no byte more', async () => {
    expect(await unpack(gzipSync(Buffer.alloc(limit)), 'gzip', limit)).toHaveLength(limit);
    await expect(unpack(gzipSync(Buffer.alloc(limit + 1)), 'gzip', limit)).rejects.toMatchObject({
      status: 413,
      detail: 'The body unpacks to more than 1000 bytes (ingest.max_unpacked).',
    });
  });

  it('stops a bomb long before it has gone off', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 9 });
    expect(bomb.length).toBeLessThan(1_048_576);
    const before = process.memoryUsage().rss;
    await expect(unpack(bomb, 'gzip', 8 * 1_048_576)).rejects.toMatchObject({ status: 413 });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it.each<[string, Buffer]>([
    ['plain text', bytes('{"events":[]}')],
    ['nothing', Buffer.alloc(0)],
    ['half of it', gzipSync('{"events":[]}').subarray(0, 15)],
    [
      'a broken checksum',
      (() => {
        const packed = gzipSync('{"events":[]}');
        packed.writeUInt32LE(0, packed.length - 8);
        return packed;
      })(),
    ],
  ])('refuses %s said to be gzip', async (_name, body) => {
    await expect(unpack(body, 'gzip', limit)).rejects.toMatchObject({ status: 400 });
  });

  it.each(['br', 'deflate', 'gzip, gzip'])('refuses the encoding %s', async (encoding) => {
    await expect(unpack(bytes('x'), encoding, limit)).rejects.toMatchObject({
      status: 415,
      detail: 'Content-Encoding must be gzip, or absent.',
    });
  });
});

describe('decodeJson', () => {
  it('reads an envelope', () => {
    const body = { sentAt: '2026-03-02T08:00:05Z', deviceId: 'd1', events: [{ id: 1 }, 2], more: true };
    expect(decodeJson(bytes(JSON.stringify(body)))).toEqual({
      events: [{ id: 1 }, 2],
      sentAt: Date.parse('2026-03-02T08:00:05Z'),
      deviceId: 'd1',
    });
    expect(decodeJson(bytes('{"events":[],"sentAt":null,"deviceId":null}'))).toEqual({
      events: [],
      sentAt: null,
      deviceId: null,
    });
  });

  it.each<[string, string]>([
    ['broken JSON', '{"events":[}'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a number', '5'],
    ['null', 'null'],
  ])('refuses %s', (_name, body) => expect(problemOf(() => decodeJson(bytes(body))).status).toBe(400));

  it('never quotes what it could not read', () => {
    const problem = problemOf(() => decodeJson(bytes('{"events": [3f2504e0-4f89-41d3-9a0c-0305e82c3301]}')));
    expect(JSON.stringify(problem.toProblem())).not.toContain('3f2504e0');
  });

  it('refuses what is no UTF-8', () => {
    expect(problemOf(() => decodeJson(Buffer.from([0x7b, 0xff, 0x7d])))).toMatchObject({
      status: 400,
      detail: 'The body is not valid UTF-8.',
    });
  });

  it.each<[string, object, string, string]>([
    ['no events', {}, '/events', 'missing_field'],
    ['events that are no list', { events: {} }, '/events', 'invalid_type'],
    ['a sentAt that is no instant', { events: [], sentAt: 'now' }, '/sentAt', 'invalid_timestamp'],
    ['a deviceId that is no text', { events: [], deviceId: 5 }, '/deviceId', 'invalid_type'],
    ['a deviceId that is too long', { events: [], deviceId: 'x'.repeat(201) }, '/deviceId', 'out_of_range'],
  ])('names the field at fault: %s', (_name, body, path, code) => {
    const problem = problemOf(() => decodeJson(bytes(JSON.stringify(body))));
    expect(problem.status).toBe(400);
    expect(problem.errors).toEqual([expect.objectContaining({ path, code })]);
  });

  it('names all of them at once', () => {
    expect(problemOf(() => decodeJson(bytes('{"sentAt":1,"deviceId":2}'))).errors).toHaveLength(3);
  });
});

describe('decodeNdjson', () => {
  it('reads one event a line, and passes over empty lines', () => {
    expect(decodeNdjson(bytes('{"id":1}\r\n\n {"id":2} \n'))).toEqual({
      events: [{ id: 1 }, { id: 2 }],
      sentAt: null,
      deviceId: null,
    });
    expect(decodeNdjson(bytes('')).events).toEqual([]);
  });

  it('names the line at fault', () => {
    expect(problemOf(() => decodeNdjson(bytes('{"id":1}\n\n{"id":\n'))).detail).toBe(
      'Line 3 of the body is not readable JSON.'
    );
  });
});
