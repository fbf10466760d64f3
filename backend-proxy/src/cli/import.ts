import { access, constants } from 'node:fs/promises';
import { Option } from 'commander';
import { EVENT_TYPES, type EventType } from '../config/types';
import { audit, COMMAND_LINE } from '../db/stores/audit-log';
import { EventStore } from '../db/stores/event-store';
import { rawFloorOf } from '../db/stores/mend';
import { Partitions } from '../db/stores/partitions';
import { importFile, type ImportResult } from '../importer/import-file';
import { isEncoding } from '../importer/encoding';
import { Mapping, MappingError } from '../importer/mapping';
import { Collector } from '../ingest/collector';
import { Intake } from '../ingest/intake';
import { createPseudonymizer } from '../ingest/privacy';
import { configOption, print, UsageError, type CliContext, type CommandModule } from './context';
import { onDatabase, type DatabaseContext } from './database';
import { createProgress } from './progress';
import { untilSignalled } from './signals';

interface Options {
  config?: string;
  type: EventType;
  map: string[];
  set: string[];
  delimiter: string;
  decimal: '.' | ',';
  encoding: string;
  rejected?: string;
}

const collect = (value: string, earlier: string[]): string[] => [...earlier, value];

async function importInto(
  { config, pool, calendar }: DatabaseContext,
  file: string,
  rejectedFile: string,
  mapping: Mapping,
  options: Options,
  context: CliContext
): Promise<ImportResult> {
  const store = new EventStore(pool, new Partitions(pool));
  const collector = new Collector(store, { ...config.ingest, lateWindowMs: config.collection.lateWindowMs });
  const { signal, release } = untilSignalled();
  const progress = createProgress('lines', context);
  try {
    const result = await importFile({
      file,
      rejectedFile,
      mapping,
      delimiter: options.delimiter,
      decimal: options.decimal,
      encoding: options.encoding,
      config,
      calendar,
      intake: new Intake(config, collector, createPseudonymizer(config.privacy)),
      rawFloorMs: await rawFloorOf(pool),
      onProgress: ({ share, lines }) => progress.update(share, lines),
      signal,
    });
    await audit(pool, COMMAND_LINE, 'import', { type: mapping.type, ...result });
    return result;
  } finally {
    progress.end();
    release();
    await collector.drain();
  }
}

async function run(file: string, options: Options, context: CliContext): Promise<void> {
  const rejectedFile = options.rejected ?? `${file}.rejected.csv`;
  try {
    if (!isEncoding(options.encoding)) {
      throw new UsageError(
        `--encoding: expected the name of an encoding, such as utf-8, windows-1252 or gb18030, got "${options.encoding}"`
      );
    }
    const mapping = new Mapping(options.type, options.map, options.set);
    await access(file, constants.R_OK).catch(() => {
      throw new UsageError(`the file ${file} cannot be read`);
    });
    await onDatabase(context, options, async (database) => {
      const result = await importInto(database, file, rejectedFile, mapping, options, context);
      print(context, JSON.stringify({ ...result, rejectedFile: result.rejected > 0 ? rejectedFile : null }));
      if (result.rejected > 0) {
        throw new Error(
          `${result.rejected} of ${result.lines} lines were not taken; ${rejectedFile} has them with line number and reason`
        );
      }
    });
  } catch (error) {
    throw error instanceof MappingError ? new UsageError(error.message) : error;
  }
}

/** `import`: history and exports of other systems, from CSV. */
export const importCommand: CommandModule = (program, context) => {
  program
    .command('import')
    .description(
      'take the lines of a CSV file as events, of any age; a second run of the same file adds nothing, and lines that are not taken land in a file with line number and reason (exit code 1)'
    )
    .argument('<file>', 'CSV with a header line')
    .addOption(new Option('--type <type>', 'what the lines are').choices(EVENT_TYPES).makeOptionMandatory())
    .option(
      '--map <column=field,...>',
      'which column is which field of the wire contract (inventory.costOfGoodsSold for nested ones); a column called like a field needs no pair',
      collect,
      []
    )
    .option('--set <field=value,...>', 'fields that are the same in every line', collect, [])
    .option('--delimiter <text>', 'what stands between two cells', ',')
    .addOption(new Option('--decimal <character>', 'what stands before decimals').choices(['.', ',']).default('.'))
    .option('--encoding <name>', 'how the file spells its letters, such as windows-1252 or gb18030', 'utf-8')
    .option('--rejected <file>', 'where lines that are not taken go (default: FILE.rejected.csv)')
    .addOption(configOption())
    .addHelpText(
      'after',
      '\nTimes are RFC 3339, or without an offset in the reporting zone; a date alone is its beginning. Entries of a list stand\napart by ";" or "|".'
    )
    .action((file: string, options: Options) => run(file, options, context));
};
