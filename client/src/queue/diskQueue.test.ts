import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open as openFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryBusyError, OptionsError } from '../errors';
import { DiskQueue, type Batch, type QueueOptions } from './diskQueue';

describe('queue on disk', () => {
  let directory: string;
  const open: DiskQueue[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lopan-queue-'));
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((queue) => queue.close()));
    rmSync(directory, { recursive: true, force: true });
  });

  async function openQueue(options: Partial<QueueOptions> = {}): Promise<DiskQueue> {
    const queue = await DiskQueue.open({
      directory,
      deviceId: 'ipad-7',
      maxQueueEvents: 100_000,
      maxQueueBytes: 268_435_456,
      sync: 'enqueue',
      ...options,
    });
    open.push(queue);
    return queue;
  }

  /** What a dead process leaves behind: files as they are, and a lock without its owner. */
  async function crash(queue: DiskQueue): Promise<void> {
    const files = readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))] as const);
    await queue.close();
    open.splice(open.indexOf(queue), 1);
    rmSync(directory, { recursive: true });
    directory = mkdtempSync(join(tmpdir(), 'lopan-queue-'));
    files.forEach(([name, bytes]) => writeFileSync(join(directory, name), bytes));
  }

  function fill(queue: DiskQueue, count: number, padding = '') {
    return Promise.all(Array.from({ length: count }, (_, n) => queue.append({ n, padding })));
  }

  async function sequences(queue: DiskQueue, batch: Batch | undefined): Promise<number[]> {
    const lines = batch ? await queue.read(batch) : [];
    return lines.map((line) => (JSON.parse(line.toString()) as { sequence: number }).sequence);
  }

  function files(suffix = '.ndjson'): string[] {
    return readdirSync(directory)
      .filter((name) => name.endsWith(suffix) && !name.startsWith('dead'))
      .sort();
  }

  it('counts on over restarts, also when every event has been delivered', async () => {
    let queue = await openQueue();
    await fill(queue, 3);
    await queue.settle(queue.take(3, 1e6) as Batch);
    for (let restart = 0; restart < 3; restart += 1) {
      await crash(queue);
      queue = await openQueue();
      expect(queue.lastSequence).toBe(3);
      expect(files()).toEqual(['0000000000000004.ndjson']);
    }
    await expect(queue.append({})).resolves.toMatchObject({ sequence: 4 });
  });

  it('gives the same ids and numbers again after a crash in the middle of a batch', async () => {
    const before = await openQueue();
    const receipts = await fill(before, 10);
    await before.settle(before.take(4, 1e6) as Batch);
    before.take(3, 1e6);
    await crash(before);
    const after = await openQueue();
    expect(after.pending).toBe(6);
    const lines = await after.read(after.take(100, 1e6) as Batch);
    expect(lines.map((line) => JSON.parse(line.toString()))).toMatchObject(receipts.slice(4));
    expect(after.pendingBytes).toBe(lines.reduce((sum, line) => sum + line.length + 1, 0));
  });

  it('cuts off a line that was never finished', async () => {
    const before = await openQueue();
    await fill(before, 2);
    await crash(before);
    appendFileSync(join(directory, files()[0] ?? ''), '{"id":"half');
    appendFileSync(join(directory, '0000000000000001.acks'), '1-1\n2-');
    const after = await openQueue();
    expect(after.pending).toBe(1);
    await expect(after.append({})).resolves.toMatchObject({ sequence: 3 });
    const batch = after.take(10, 1e6) as Batch;
    expect(await sequences(after, batch)).toEqual([2, 3]);
    await after.settle(batch);
    expect(readFileSync(join(directory, '0000000000000001.acks'), 'utf8')).toBe('1-1\n2-3\n');
  });

  it('moves a damaged line to the dead letters and keeps its neighbours', async () => {
    const before = await openQueue();
    await fill(before, 3);
    await crash(before);
    const path = join(directory, files()[0] ?? '');
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [lines[0], '\0\0\0', lines[2], ''].join('\n'));
    const after = await openQueue();
    expect(await sequences(after, after.take(10, 1e6))).toEqual([1, 3]);
    expect(after.deadLetters.count).toBe(1);
    expect(readFileSync(join(directory, 'dead-letters.ndjson'), 'utf8')).toContain('damaged_line');
  });

  it('begins a new file when one is full, and deletes a file when its last event has its verdict', async () => {
    const queue = await openQueue({ sync: 'never' });
    await fill(queue, 2500, 'x'.repeat(4000));
    expect(files()).toHaveLength(2);
    const first = queue.take(900, 1e9) as Batch;
    const rest = queue.take(1600, 1e9) as Batch;
    await queue.settle(rest);
    expect(queue.oldestUnsettled).toBe(1);
    await queue.settle(first);
    expect(files()).toHaveLength(1);
    expect(files('.acks')).toHaveLength(1);
    expect(queue).toMatchObject({ pending: 0, pendingBytes: 0, oldestUnsettled: Infinity, oldestWaiting: Infinity });
  });

  it('removes notes whose events are gone', async () => {
    writeFileSync(join(directory, '0000000000000001.acks'), '1-5\n');
    await openQueue();
    expect(files('.acks')).toEqual([]);
  });

  it('puts a batch back at its place', async () => {
    const queue = await openQueue();
    await fill(queue, 9);
    const [a, b] = [queue.take(3, 1e6) as Batch, queue.take(3, 1e6) as Batch];
    expect(queue.oldestWaiting).toBe(7);
    queue.release(a);
    expect(queue.oldestWaiting).toBe(1);
    expect(await sequences(queue, queue.take(5, 1e6))).toEqual([1, 2, 3, 7, 8]);
    await queue.settle(b);
    expect(queue).toMatchObject({ pending: 6, waiting: 1 });
  });

  it('bounds a batch by bytes, but never holds back a single event', async () => {
    const queue = await openQueue();
    await fill(queue, 4, 'x'.repeat(100));
    expect(queue.take(10, 500)?.entries).toHaveLength(2);
    expect(queue.take(10, 1)?.entries).toHaveLength(1);
  });

  it.each(['enqueue', 'send', 'never'] as const)('keeps what it took over a crash with sync %s', async (sync) => {
    const before = await openQueue({ sync });
    await fill(before, 5);
    await before.read(before.take(2, 1e6) as Batch);
    await crash(before);
    expect((await openQueue({ sync })).pending).toBe(5);
  });

  it('refuses by bytes too, and says so', async () => {
    const queue = await openQueue({ maxQueueBytes: 1000 });
    await fill(queue, 1, 'x'.repeat(1000));
    await expect(queue.append({})).rejects.toThrow(/of 1000 bytes wait; the event was not taken/);
  });

  it('works for one client at a time', async () => {
    await openQueue();
    await expect(openQueue()).rejects.toThrow(DirectoryBusyError);
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.ppid, since: Date.now() }));
    await open.pop()?.close();
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.ppid, since: Date.now() }));
    await expect(openQueue()).rejects.toThrow(`process ${process.ppid} works on`);
    // The machine was started since: whoever has that number now is somebody else.
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.ppid, since: 0 }));
    await openQueue();
  });

  it('takes over a lock that cannot be read', async () => {
    writeFileSync(join(directory, 'lock'), '');
    await openQueue();
  });

  it('serves one device', async () => {
    await (await openQueue()).close();
    open.pop();
    await expect(openQueue({ deviceId: 'ipad-8' })).rejects.toThrow(OptionsError);
    writeFileSync(join(directory, 'device.json'), 'rubbish');
    await expect(openQueue()).rejects.toThrow(/unreadable device.json/);
    expect(readdirSync(directory)).not.toContain('lock');
  });

  it('frees the numbers of events that could not be written', async () => {
    const queue = await openQueue();
    await fill(queue, 1);
    // Stands for a full disk.
    const probe = await openFile(join(directory, 'probe'), 'w');
    const spy = jest.spyOn(Object.getPrototypeOf(probe) as FileHandle, 'appendFile');
    spy.mockRejectedValueOnce(new Error('ENOSPC'));
    await probe.close();
    await expect(queue.append({})).rejects.toThrow('ENOSPC');
    spy.mockRestore();
    await expect(queue.append({})).resolves.toMatchObject({ sequence: 2 });
    expect(queue.pending).toBe(2);
    expect(await sequences(queue, queue.take(10, 1e6))).toEqual([1, 2]);
  });
});
