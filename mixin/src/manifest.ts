/** What the last run generated, kept beside the output so that what goes away is also taken out of Grafana and off the disk. */
export interface Manifest {
  /** Paths of the generated files, relative to the output. */
  files: readonly string[];
  /** Uids of the alert rules in the files. */
  rules: readonly string[];
  /** Uids of rules that existed once: Grafana keeps a rule that merely leaves a file, so they are named for deletion. */
  deletedRules: readonly string[];
  /** Uids of the receivers of contact points in the files, and of those that existed once: likewise. */
  contactPoints: readonly string[];
  deletedContactPoints: readonly string[];
}

export const EMPTY_MANIFEST: Manifest = {
  files: [],
  rules: [],
  deletedRules: [],
  contactPoints: [],
  deletedContactPoints: [],
};

/** Path of the manifest; Grafana reads only the folders beside it. */
export const MANIFEST_PATH = 'provisioning/manifest.json';

/** The manifest is unreadable; the message says which file and what was expected. */
export class ManifestError extends Error {}

/** Lists that manifests of older versions lack. */
const LATER = ['contactPoints', 'deletedContactPoints'];

const LISTS = ['files', 'rules', 'deletedRules', 'contactPoints', 'deletedContactPoints'] as const;

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
    const list: unknown = lists.find(([key]) => key === name)?.[1] ?? (LATER.includes(name) ? [] : undefined);
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) {
      throw new ManifestError(`${MANIFEST_PATH}: "${name}" must be a list of strings`);
    }
    return list;
  };
  const [files, rules, deletedRules, contactPoints, deletedContactPoints] = LISTS.map(strings);
  return {
    files: files ?? [],
    rules: rules ?? [],
    deletedRules: deletedRules ?? [],
    contactPoints: contactPoints ?? [],
    deletedContactPoints: deletedContactPoints ?? [],
  };
}

/** Uids to delete: all that was ever generated and no longer is, sorted. What comes back leaves the list. */
export function tombstones(previous: readonly string[], present: readonly string[]): string[] {
  return [...new Set(previous)].filter((uid) => !present.includes(uid)).sort();
}
