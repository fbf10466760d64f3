import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv, { type ErrorObject } from 'ajv';
import { parse } from 'yaml';

/** Root of the repository. */
export const ROOT = resolve(__dirname, '..', '..');

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function readYaml(path: string): unknown {
  return parse(readText(path));
}

export function readJson(path: string): unknown {
  return JSON.parse(readText(path));
}

/** Paths of all files below a folder, relative to the repository. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}

/** What a value breaks of a JSON schema; empty when it fits. */
export function schemaErrors(schema: object, value: unknown): string[] {
  const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);
  validate(value);
  return (validate.errors ?? []).map(
    (error: ErrorObject) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`
  );
}
