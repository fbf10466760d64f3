import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/problems';
import { RollupSettingsError } from '../db/stores/rollup-state';
import { describeDatabaseError } from '../errors/database';
import { version } from '../version';
import { alertCommand } from './alert';
import { configCommand } from './config';
import { EXIT, UsageError, type CliContext, type CommandModule } from './context';
import { demoCommand } from './demo';
import { eventCommand } from './event';
import { importCommand } from './import';
import { migrateCommand } from './migrate';
import { openapiCommand } from './openapi';
import { retentionCommand } from './retention';
import { rollupCommand } from './rollup';
import { serveCommand } from './serve';
import { subjectCommand } from './subject';

const NAME = 'lopan-analytics';

const COMMANDS: readonly CommandModule[] = [
  serveCommand,
  migrateCommand,
  importCommand,
  demoCommand,
  rollupCommand,
  retentionCommand,
  subjectCommand,
  eventCommand,
  alertCommand,
  configCommand,
  openapiCommand,
];

/** What is the caller's or the configuration's fault, and not the machine's. */
const MISUSE = [ConfigError, UsageError, RollupSettingsError];

const EXIT_CODES = `
Exit codes: 0 done, 1 failed, 2 wrong use or configuration.`;

function createProgram(context: CliContext): Command {
  const program = new Command(NAME)
    .description('Takes events over HTTP, keeps them in Postgres with rollups, and answers KPI queries.')
    .version(version())
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      outputError: (text, write) => write(`${NAME}: ${text.replace(/^error: /, '')}`),
    })
    .showHelpAfterError(`See "${NAME} --help".`)
    .exitOverride()
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) {
    add(program, context);
  }
  return program;
}

/** Runs what the arguments ask for and gives the exit code; every failure is told on standard error in plain words. */
export async function main(args: readonly string[], context: CliContext): Promise<number> {
  const tell = (message: string) => {
    for (const line of message.split('\n')) {
      context.stderr.write(`${NAME}: ${line}\n`);
    }
  };
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has told it; help and version that were asked for are no misuse.
      return error.exitCode === 0 ? EXIT.done : EXIT.misused;
    }
    if (MISUSE.some((kind) => error instanceof kind) && error instanceof Error) {
      tell(error.message);
      return EXIT.misused;
    }
    tell(describeDatabaseError(error));
    if (context.env.LOG_LEVEL === 'debug' && error instanceof Error) {
      context.stderr.write(`${error.stack ?? ''}\n`);
    }
    return EXIT.failed;
  }
}
