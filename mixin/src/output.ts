import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EMPTY_MANIFEST, type Manifest, MANIFEST_PATH, readManifest } from './manifest';

/** How a file on disk differs from what is generated. */
export type Difference = { path: string; kind: 'missing' | 'changed' | 'left over' };

/** The content of a file, or null where there is none. */
async function contentOf(root: string, path: string): Promise<string | null> {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** The manifest of the last run in that folder; empty on the first. @throws ManifestError when it is unreadable */
export async function previousManifest(root: string): Promise<Manifest> {
  const text = await contentOf(root, MANIFEST_PATH);
  return text === null ? EMPTY_MANIFEST : readManifest(text);
}

/** What differs between a folder and the generated files, those included that an earlier run wrote and none needs now. */
export async function differences(
  root: string,
  files: ReadonlyMap<string, string>,
  previous: Manifest
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const [path, content] of files) {
    const current = await contentOf(root, path);
    if (current !== content) {
      found.push({ path, kind: current === null ? 'missing' : 'changed' });
    }
  }
  for (const path of previous.files.filter((name) => !files.has(name))) {
    if ((await contentOf(root, path)) !== null) {
      found.push({ path, kind: 'left over' });
    }
  }
  return found;
}

/** Makes the folder hold what is generated: writes what differs, removes what is left over, touches nothing else. */
export async function apply(
  root: string,
  files: ReadonlyMap<string, string>,
  found: readonly Difference[]
): Promise<void> {
  for (const { path, kind } of found) {
    const full = join(root, path);
    if (kind === 'left over') {
      await rm(full);
      continue;
    }
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, files.get(path) ?? '');
  }
}
