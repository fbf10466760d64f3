import { COMMAND_LINE } from '../db/stores/audit-log';
import { SubjectStore } from '../db/stores/subject-store';
import { parseUuid } from '../domain/uuid';
import { createPseudonymizer } from '../ingest/privacy';
import { Subjects } from '../subjects/subjects';
import { configOption, print, UsageError, type CommandModule } from './context';
import { onDatabase } from './database';

/** `subject export` and `subject erase`: people's own data, as `/v1/subjects/{userId}` answers it. */
export const subjectCommand: CommandModule = (program, context) => {
  const subject = program.command('subject').description("people's own data: everything about a person, or its end");
  const add = (
    name: string,
    description: string,
    act: (subjects: Subjects, userId: string) => Promise<object | null>
  ): void => {
    subject
      .command(name)
      .description(description)
      .argument('<userId>', 'UUID of the person, as the app sends it')
      .addOption(configOption())
      .action(async (text: string, options: { config?: string }) => {
        const userId = parseUuid(text);
        if (userId === null) {
          // The text may name a person; it is not repeated.
          throw new UsageError('expected the UUID of a person, like 01234567-89ab-4cde-8f01-23456789abcd');
        }
        await onDatabase(context, options, async ({ config, pool, calendar }) => {
          const store = new SubjectStore(pool, calendar);
          const result = await act(new Subjects(pool, store, createPseudonymizer(config.privacy)), userId);
          if (!result) {
            throw new Error('nothing is stored about this person');
          }
          print(context, JSON.stringify(result, null, 2));
        });
      });
  };
  add('export', 'print everything stored about a person as JSON', (subjects, userId) =>
    subjects.export(userId, COMMAND_LINE)
  );
  add('erase', 'remove everything about a person, mend the rollups and print the receipt', (subjects, userId) =>
    subjects.erase(userId, COMMAND_LINE)
  );
};
