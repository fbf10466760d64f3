import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client, type ClientOptions } from '@lopan/client';

/** What the demo asks of an uploader; the reference client has it. */
export type DemoUploader = Pick<Client, 'enqueue' | 'flush' | 'stats'>;

/**
 * A client for a run of the demo, and how to end it. Its queue is a temporary folder and its device a new one each time:
 * the plant can be made up again, so nothing has to outlive the run, and sequence numbers of two runs must not mix.
 */
export async function openDemoClient(
  options: Pick<ClientOptions, 'url' | 'key' | 'onNotice'>
): Promise<{ client: Client; close: () => Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'lopan-demo-'));
  const client = await createClient({
    ...options,
    directory,
    deviceId: `demo-${randomUUID()}`,
    sync: 'never',
    concurrency: 4,
    policy: { batchSize: 1000 },
  });
  return {
    client,
    close: async () => {
      await client.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
