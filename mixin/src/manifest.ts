/** What the last run generated, kept beside the output so that what goes away is also taken out of Grafana and off the disk. */
export interface Manifest {
  /** Paths of the generated files, relative to the output. */
  files: readonly string[];
  /** Uids of the alert rules in the files. */
  rules: readonly string[];
  /** Uids of rules that existed once: Grafana keeps a rule that merely leaves a file, so they are named for deletion. */
  deletedRules: readonly string[];
}

export const EMPTY_MANIFEST: Manifest = { files: [], rules: [], deletedRules: [] };

/** Path of the manifest; Grafana reads only the folders beside it. */
export const MANIFEST_PATH = 'provisioning/manifest.json';

/** The manifest is unreadable; the message says which file and what was expected. */
export class ManifestError extends Error {}

const LISTS = ['files', 'rules', 'deletedRules'] as const;

/** Reads a manifest. @throws ManifestError when it is not one. */
export function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ManifestError(`${MANIFEST_PATH}: not readable as JSON`);
  }
  const lists = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const strings = (name: string): string[] => {
    const list: unknown = lists.find(([key]) => key === name)?.[1];
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) {
      throw new ManifestError(`${MANIFEST_PATH}: "${name}" must be a list of strings`);
    }
    return list;
  };
  const [files, rules, deletedRules] = LISTS.map(strings);
  return { files: files ?? [], rules: rules ?? [], deletedRules: deletedRules ?? [] };
}

/** Uids to delete: every rule that was ever generated and no longer is, sorted. One that comes back leaves the list. */
export function tombstones(previous: Manifest, rules: readonly string[]): string[] {
  const gone = new Set([...previous.deletedRules, ...previous.rules].filter((uid) => !rules.includes(uid)));
  return [...gone].sort();
}
