import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  ContactsFileError,
  DEFAULTS,
  generate,
  type MixinConfig,
  PlantFileError,
  readContacts,
  readPlant,
  untold,
} from './index';
import { ManifestError } from './manifest';
import { apply, differences, previousManifest } from './output';

/** What the command needs of the process that it runs in. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that is written to unless `--out` names another. */
  repository: string;
  print(text: string): void;
  printError(text: string): void;
}

const USAGE = `Writes provisioning/, docs/kpis.md, docs/runbooks/ and docs/uninstall/ from the catalogue.

Usage: npm run generate -- [options]
  --config FILE        the plant's YAML file, for its KPIs and alerts (or LOPAN_CONFIG)
  --contacts FILE      who is told of alerts (or LOPAN_CONTACTS; default: mixin/contacts.yaml); contacts are written
                       whose variables are set in this environment, the values themselves never
  --out DIR            folder to write into (default: the repository)
  --proxy-url URL      address of the proxy, in place of Grafana's variable LOPAN_PROXY_URL
  --dashboards-path P  folder of the dashboards as Grafana sees it, in place of $GF_PATHS_PROVISIONING/dashboards/lopan
  --runbook-url URL    where docs/runbooks/ is published, in place of the dashboard "Runbooks"
  --check              writes nothing; says what differs
  --help

Exit codes: 0 done or no difference, 1 --check found a difference, 2 wrong use or configuration.
`;

/** Wrong use; the message says what is expected. */
class UsageError extends Error {}

function readOptions(args: readonly string[]): ReturnType<typeof parse> {
  try {
    return parse(args);
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      config: { type: 'string' },
      contacts: { type: 'string' },
      out: { type: 'string' },
      'proxy-url': { type: 'string' },
      'dashboards-path': { type: 'string' },
      'runbook-url': { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const given = (file: string | undefined): string | null => (file === undefined || file === '' ? null : file);

async function plantConfig(file: string | null): Promise<MixinConfig> {
  return file === null ? DEFAULTS : readPlant(await textOf(file), file);
}

/** Where the contacts of the repository stand. */
const CONTACTS_PATH = 'mixin/contacts.yaml';

/** Who is told: those of the file whose secrets are at hand; those left out are told on the way. */
async function contactsOf(
  file: string | null,
  { env, repository, print }: Surroundings
): Promise<MixinConfig['alerts']['contacts']> {
  const path = file ?? join(repository, CONTACTS_PATH);
  if (file === null && !existsSync(path)) {
    return DEFAULTS.alerts.contacts;
  }
  const { contacts, left } = readContacts(await textOf(path), file ?? CONTACTS_PATH, env);
  left.forEach((reason) => print(`left out: ${reason}\n`));
  const nobody = untold(contacts);
  if (nobody.length > 0) {
    print(`nobody is told of ${nobody.join(' and ')}, unless Grafana knows LOPAN_WEBHOOK_URL\n`);
  }
  return contacts;
}

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { env, repository, print } = surroundings;
  const options = readOptions(args);
  if (options.help) {
    print(USAGE);
    return 0;
  }
  const root = resolve(options.out ?? repository);
  const plant = await plantConfig(given(options.config ?? env.LOPAN_CONFIG));
  const contacts = await contactsOf(given(options.contacts ?? env.LOPAN_CONTACTS), surroundings);
  const config: MixinConfig = {
    ...plant,
    proxyUrl: options['proxy-url'] ?? plant.proxyUrl,
    dashboardsPath: options['dashboards-path'] ?? plant.dashboardsPath,
    runbookBaseUrl: options['runbook-url']?.replace(/\/+$/, '') ?? plant.runbookBaseUrl,
    alerts: { ...plant.alerts, contacts },
  };
  const previous = await previousManifest(root);
  const files = generate(config, previous);
  const found = await differences(root, files, previous);
  for (const { path, kind } of found) {
    print(`${kind}: ${path}\n`);
  }
  if (options.check) {
    print(found.length === 0 ? 'nothing differs\n' : `${found.length} of ${files.size} files differ\n`);
    return found.length === 0 ? 0 : 1;
  }
  await apply(root, files, found);
  print(`${files.size} files in ${relative(process.cwd(), root) || '.'}, ${found.length} changed\n`);
  return 0;
}

const MISUSE = [UsageError, PlantFileError, ContactsFileError, ManifestError];

/**
 * Runs the command and tells its exit code: 0 done or no difference, 1 a difference, 2 wrong use or configuration.
 * Errors that no user caused are thrown.
 */
export async function runCommand(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await run(args, surroundings);
  } catch (error) {
    if (MISUSE.some((kind) => error instanceof kind) && error instanceof Error) {
      surroundings.printError(`${error.message}\n`);
      return 2;
    }
    throw error;
  }
}
