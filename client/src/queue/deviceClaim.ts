import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OptionsError } from '../errors';

/**
 * Writes the device's name into a new directory, or checks the one that stands there: sequence numbers are counted per
 * device, so a directory serves one device only.
 * @throws OptionsError when it belongs to another.
 */
export async function claimForDevice(directory: string, deviceId: string): Promise<void> {
  const path = join(directory, 'device.json');
  const known = await readFile(path, 'utf8').catch(() => undefined);
  if (known === undefined) {
    await writeFile(path, JSON.stringify({ deviceId }), { mode: 0o600 });
    return;
  }
  const owner = readDeviceId(known);
  if (owner !== deviceId) {
    throw new OptionsError(
      `${directory} holds the queue of device ${owner ?? '(unreadable device.json)'}, not of ${deviceId}; give each device a directory of its own`
    );
  }
}

function readDeviceId(text: string): string | undefined {
  try {
    const { deviceId } = JSON.parse(text) as { deviceId?: string };
    return deviceId;
  } catch {
    return undefined;
  }
}
