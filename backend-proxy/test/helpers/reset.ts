import type { TestDatabase } from './database';

/** Empties every table of a database but leaves partitions where they are: quicker than a new database. */
export async function resetDatabase(database: TestDatabase): Promise<void> {
  const tables = await database.rows<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname <> 'schema_migrations'`
  );
  await database.pool.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
}
