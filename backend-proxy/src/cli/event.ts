import { COMMAND_LINE } from '../db/stores/audit-log';
import { CorrectionStore } from '../db/stores/correction-store';
import { parseUuid } from '../domain/uuid';
import { configOption, print, UsageError, type CommandModule } from './context';
import { onDatabase } from './database';

/** `event void`: takes an event back, as `POST /v1/events/{id}/void` does. */
export const eventCommand: CommandModule = (program, context) => {
  const event = program.command('event').description('correct single events');
  event
    .command('void')
    .description('an event no longer counts; its row stays with the reason, and the rollups are mended')
    .argument('<id>', 'UUID of the event')
    .requiredOption('--reason <text>', 'why, for whoever reads the row later')
    .addOption(configOption())
    .action(async (text: string, options: { config?: string; reason: string }) => {
      const id = parseUuid(text);
      if (id === null) {
        throw new UsageError(`expected the UUID of an event, got "${text}"`);
      }
      if (options.reason.trim() === '') {
        throw new UsageError('--reason: expected a text that tells why');
      }
      await onDatabase(context, options, async ({ pool, calendar }) => {
        const voided = await new CorrectionStore(pool, calendar).void(id, options.reason, COMMAND_LINE);
        if (!voided) {
          throw new Error('there is no such event, or its raw row is gone: erased, or past collection.retention_days');
        }
        print(context, JSON.stringify(voided));
      });
    });
};
