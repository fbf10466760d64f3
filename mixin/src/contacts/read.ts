import { parse, YAMLParseError } from 'yaml';
import type { Severity } from '../alerts/types';
import { ALL_SEVERITIES, type Contact } from './contact';

/** A file of contacts cannot be used; the message names the file, the place in it and what was expected. */
export class ContactsFileError extends Error {}

/** The contacts of a file: those that can be written, and in words those that cannot. */
export interface Contacts {
  contacts: Contact[];
  /** "slack: LOPAN_SLACK_URL is not set". */
  left: string[];
}

type Mapping = Record<string, unknown>;

/** Keys of a contact beside `type` and `severities`; those marked secret only take the name of a variable. */
const KEYS: Readonly<Record<Contact['type'], ReadonlyArray<{ key: string; secret: boolean }>>> = {
  webhook: [{ key: 'url', secret: false }],
  email: [{ key: 'addresses', secret: false }],
  slack: [
    { key: 'url', secret: true },
    { key: 'token', secret: true },
    { key: 'recipient', secret: false },
  ],
  pagerduty: [{ key: 'integration_key', secret: true }],
  teams: [{ key: 'url', secret: true }],
};
const TYPES = Object.keys(KEYS);

const isType = (value: unknown): value is Contact['type'] => typeof value === 'string' && TYPES.includes(value);
const isSeverity = (value: unknown): value is Severity => ALL_SEVERITIES.some((severity) => severity === value);
const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The variable that a value names, or null for a value that stands for itself. */
const variableOf = (value: string): string | null => /^\$([A-Za-z_]\w*)$/.exec(value)?.[1] ?? null;

/**
 * Reads who is told. Only contacts whose variables are set are written: Grafana does not start on an empty secret.
 * @param text content of the file
 * @param file its name, for messages
 * @param env the environment in which variables are looked up; no value of it is written
 * @throws ContactsFileError naming what is wrong
 */
export function readContacts(text: string, file: string, env: Readonly<Record<string, string | undefined>>): Contacts {
  let root: unknown;
  try {
    root = parse(text);
  } catch (error) {
    throw new ContactsFileError(
      `${file}: not readable as YAML: ${error instanceof YAMLParseError ? error.message : String(error)}`
    );
  }
  if (!isMapping(root) || !Array.isArray(root.contacts) || Object.keys(root).length > 1) {
    throw new ContactsFileError(`${file}: expected one key, "contacts", with a list`);
  }
  const result: Contacts = { contacts: [], left: [] };
  root.contacts.forEach((value: unknown, index) => {
    const fail = (problem: string): never => {
      throw new ContactsFileError(`${file}: contacts[${index}]${problem}`);
    };
    const contact = readContact(value, fail);
    const unset = variablesOf(contact).filter((name) => (env[name] ?? '') === '');
    if (unset.length === 0) {
      result.contacts.push(contact);
    } else {
      result.left.push(`${contact.type}: ${unset.join(' and ')} ${unset.length === 1 ? 'is' : 'are'} not set`);
    }
  });
  return result;
}

type Fail = (problem: string) => never;

function readContact(value: unknown, fail: Fail): Contact {
  if (!isMapping(value) || !isType(value.type)) {
    return fail(`.type must be one of ${TYPES.join(', ')}`);
  }
  const { type, severities: given, ...settings } = value;
  const known = KEYS[type];
  const unknown = Object.keys(settings).find((name) => !known.some(({ key }) => key === name));
  if (unknown !== undefined) {
    return fail(`.${unknown} is not known for ${type}; expected ${known.map(({ key }) => key).join(', ')}`);
  }
  for (const { key, secret } of known) {
    const setting = settings[key];
    if (secret && typeof setting === 'string' && variableOf(setting) === null) {
      return fail(
        `.${key} is a secret: expected the name of an environment variable, like $LOPAN_${type.toUpperCase()}`
      );
    }
  }
  const text = (key: string): string => {
    const setting = settings[key];
    return typeof setting === 'string' && setting.trim() !== '' ? setting : fail(`.${key} must be a text`);
  };
  const severities = readSeverities(given, fail);
  switch (type) {
    case 'webhook':
    case 'teams':
      return { type, url: text('url'), severities };
    case 'email':
      return { type, addresses: readAddresses(settings.addresses, fail), severities };
    case 'pagerduty':
      return { type, integrationKey: text('integration_key'), severities };
    case 'slack':
      return settings.token === undefined
        ? { type, url: text('url'), severities }
        : { type, token: text('token'), recipient: text('recipient'), severities };
  }
}

function readSeverities(given: unknown, fail: Fail): readonly Severity[] {
  if (given === undefined) {
    return ALL_SEVERITIES;
  }
  if (!Array.isArray(given) || given.length === 0 || !given.every(isSeverity)) {
    return fail(`.severities must be a list of ${ALL_SEVERITIES.join(', ')}`);
  }
  return ALL_SEVERITIES.filter((severity) => given.includes(severity));
}

function readAddresses(given: unknown, fail: Fail): string[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  const isAddress = (value: unknown): value is string =>
    typeof value === 'string' && (variableOf(value) !== null || /^[^\s;@]+@[^\s;@]+$/.test(value));
  return list.length > 0 && list.every(isAddress) ? list : fail('.addresses must be e-mail addresses or variables');
}

function variablesOf(contact: Contact): string[] {
  const { type: _type, severities: _severities, ...settings } = contact;
  return Object.values(settings)
    .flat()
    .flatMap((value) => variableOf(value) ?? []);
}
