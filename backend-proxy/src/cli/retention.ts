import { Partitions } from '../db/stores/partitions';
import { RetentionRuns } from '../db/stores/retention-runs';
import { RetentionStore } from '../db/stores/retention-store';
import { Retention } from '../retention/retention';
import { configOption, print, type CommandModule } from './context';
import { onDatabase } from './database';
import { untilSignalled } from './signals';

/** `retention run`: what a serving proxy does every hour, now. */
export const retentionCommand: CommandModule = (program, context) => {
  program
    .command('retention')
    .description('bound what is kept')
    .command('run', { isDefault: true })
    .description(
      'drop raw rows past collection.retention_days that are rolled up, and derived data past privacy.data_retention_days; a proxy that serves does it every hour'
    )
    .addOption(configOption())
    .action(async (options: { config?: string }) => {
      await onDatabase(context, options, async ({ config, pool, calendar }) => {
        const { signal, release } = untilSignalled();
        try {
          const retention = new Retention({
            store: new RetentionStore(pool, calendar),
            runs: new RetentionRuns(pool),
            partitions: new Partitions(pool),
            calendar,
            config,
          });
          const { ok, note, monthsDropped, removed } = await retention.run(signal);
          const { oldestRow } = await retention.state();
          print(context, JSON.stringify({ monthsDropped, removed, oldestRow, note }));
          if (!ok) {
            throw new Error(`retention did not end well: ${note ?? 'no reason is known'}`);
          }
        } finally {
          release();
        }
      });
    });
};
