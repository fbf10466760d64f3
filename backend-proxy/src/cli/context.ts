import type { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { loadConfig, type LoadedConfig } from '../config/load';
import type { Env } from '../config/environment';

/** Exit codes, as the contract names them. */
export const EXIT = { done: 0, failed: 1, misused: 2 } as const;

/** What a command works with besides its arguments. */
export interface CliContext {
  env: Env;
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
}

/** The command was called in a way that cannot work: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Adds one command to the program. */
export type CommandModule = (program: Command, context: CliContext) => void;

/** The option of every command that needs the configuration. */
export function configOption(): Option {
  return new Option('-c, --config <file>', 'configuration file in YAML, in place of LOPAN_CONFIG');
}

/**
 * The configuration as `--config`, `LOPAN_CONFIG` and the environment give it.
 *
 * @throws ConfigError
 */
export function loadFor(context: CliContext, options: { config?: string }): LoadedConfig {
  return loadConfig({ env: context.env, file: options.config });
}

/** Writes a line to standard output. */
export function print(context: CliContext, line: string): void {
  context.stdout.write(`${line}\n`);
}
