import type { Command } from 'commander';
import { COMMAND_LINE } from '../db/stores/audit-log';
import { RollupCheck } from '../db/read-models/rollup-check';
import { RollupRebuild } from '../db/stores/rollup-rebuild';
import { rollupSettings } from '../db/stores/rollup-state';
import { RollupStore } from '../db/stores/rollup-store';
import { workOff } from '../rollup/work-off';
import { configOption, print, UsageError, type CliContext, type CommandModule } from './context';
import { onDatabase, type DatabaseContext } from './database';
import { createProgress } from './progress';
import { untilSignalled } from './signals';

/** Dates that are checked when nothing else is asked for. */
const SAMPLE = 10;
/** Differences that are printed; the count tells of the rest. */
const MAX_PRINTED = 50;

interface Options {
  config?: string;
}

/** Works off all marks under a progress display; ends between two transactions when signalled. */
async function workOffVisibly(context: CliContext, { pool, calendar, state }: DatabaseContext): Promise<number> {
  const { signal, release } = untilSignalled();
  const progress = createProgress('buckets', context);
  try {
    const store = new RollupStore(pool, calendar);
    return await workOff(store, state, ({ share, done }) => progress.update(share, done), signal);
  } finally {
    progress.end();
    release();
  }
}

async function run(context: CliContext, options: Options): Promise<void> {
  await onDatabase(context, options, async (database) => {
    print(context, JSON.stringify({ buckets: await workOffVisibly(context, database) }));
  });
}

async function rebuild(context: CliContext, options: Options): Promise<void> {
  await onDatabase(
    context,
    options,
    async (database) => {
      const { pool, calendar, config } = database;
      const start = await new RollupRebuild(pool, calendar).begin(rollupSettings(config), COMMAND_LINE);
      for (const changed of start.changed) {
        context.stderr.write(`changed: ${changed}\n`);
      }
      const rawFrom = Number.isFinite(start.rawFloor) ? new Date(start.rawFloor).toISOString() : null;
      if (rawFrom !== null) {
        context.stderr.write(
          `raw rows from before ${rawFrom} are gone: who was active and first seen before then stays as it was\n`
        );
      }
      await workOffVisibly(context, database);
      print(context, JSON.stringify({ buckets: start.marks, changed: start.changed, rawFrom }));
    },
    { anySettings: true }
  );
}

/** A sample without repetition, in the order of the list. */
function sampleOf<T>(list: readonly T[], size: number): T[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(size, list.length)) {
    chosen.add(Math.floor(Math.random() * list.length));
  }
  return list.filter((_, index) => chosen.has(index));
}

async function verify(context: CliContext, options: Options & { sample: string; all?: boolean }): Promise<void> {
  const size = options.all ? Infinity : Number(options.sample);
  if (!(size >= 1) || (Number.isFinite(size) && !Number.isInteger(size))) {
    throw new UsageError(`--sample: expected a number of dates of at least 1, got "${options.sample}"`);
  }
  await onDatabase(context, options, async ({ pool, calendar }) => {
    const { signal, release } = untilSignalled();
    const progress = createProgress('dates', context);
    const check = new RollupCheck(pool, calendar);
    let [compared, differences] = [0, 0];
    const pending: string[] = [];
    try {
      const dates = sampleOf(await check.dates(), size);
      for (const [index, date] of dates.entries()) {
        signal.throwIfAborted();
        const found = await check.check(date);
        compared += found.compared;
        pending.push(...found.pending.map((type) => `${date} ${type}`));
        for (const difference of found.differences.slice(0, Math.max(0, MAX_PRINTED - differences))) {
          print(context, JSON.stringify(difference));
        }
        differences += found.differences.length;
        progress.update((index + 1) / dates.length, index + 1);
      }
      print(context, JSON.stringify({ dates: dates.length, rows: compared, differences, pending }));
    } finally {
      progress.end();
      release();
    }
    if (differences > 0) {
      throw new Error(
        `${differences} rows are not what raw rows say; "lopan-analytics rollup rebuild" computes them anew`
      );
    }
  });
}

/** `rollup run`, `rollup verify` and `rollup rebuild`. */
export const rollupCommand: CommandModule = (program, context) => {
  const rollup = program.command('rollup').description('keep, check and rebuild the sums that queries read');
  const add = (name: string, description: string): Command =>
    rollup.command(name).description(description).addOption(configOption());
  add('run', 'work off what is pending now; a proxy that serves does it by itself').action((options: Options) =>
    run(context, options)
  );
  add('verify', 'compute local dates anew from raw rows and report every difference; exit code 1 when there is one')
    .option('--sample <dates>', 'how many dates, chosen at random', String(SAMPLE))
    .option('--all', 'every date whose raw rows are there')
    .action((options: Options & { sample: string; all?: boolean }) => verify(context, options));
  add(
    'rebuild',
    'build all rollups anew from raw rows, under the configuration as it is now; stop the proxies first when the zone, the start of the day, features or scoring have changed'
  ).action((options: Options) => rebuild(context, options));
};
