import { createPool } from '../db/pool';
import { migrate } from '../db/migrate';
import { configOption, loadFor, print, type CommandModule } from './context';

/** `migrate`: applies pending migrations and ends. */
export const migrateCommand: CommandModule = (program, context) => {
  program
    .command('migrate')
    .description('apply pending migrations to the database; safe when several run at once')
    .addOption(configOption())
    .action(async (options: { config?: string }) => {
      const { config } = loadFor(context, options);
      const pool = createPool(config.database, 'lopan-analytics migrate');
      try {
        const { applied } = await migrate(pool);
        for (const name of applied) {
          print(context, `applied ${name}`);
        }
        if (applied.length === 0) {
          print(context, 'nothing to do: the schema is up to date');
        }
      } finally {
        await pool.end();
      }
    });
};
