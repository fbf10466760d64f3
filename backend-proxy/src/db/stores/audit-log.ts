import type { Pool, PoolClient } from 'pg';

/** What is written down about those who may change or read what is stored. */
export type AuditedAction =
  'event.void' | 'subject.export' | 'subject.erase' | 'rollup.rebuild' | 'demo.clear' | 'import';

/** The actor of commands: whoever may run them may read the database too. */
export const COMMAND_LINE = 'command line';

/**
 * Notes an act, in the transaction of the act where there is one.
 * @param actor fingerprint of the key, or `COMMAND_LINE`
 * @param detail never holds an id of a person
 */
export async function audit(
  client: Pick<Pool | PoolClient, 'query'>,
  actor: string,
  action: AuditedAction,
  detail: Readonly<Record<string, unknown>>
): Promise<void> {
  await client.query('INSERT INTO audit_log (actor, action, detail) VALUES ($1, $2, $3)', [
    actor,
    action,
    JSON.stringify(detail),
  ]);
}
