import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { Pool, type Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EVENT_TYPES } from '../../../backend-proxy/src/config/types';
import { MEASURE_TABLES } from '../../../backend-proxy/src/db/measures';
import { EventStore } from '../../../backend-proxy/src/db/stores/event-store';
import { Partitions } from '../../../backend-proxy/src/db/stores/partitions';
import { withClient } from '../lib/postgres';
import { timed } from '../lib/numbers';
import { copyColumns, copyLine, idLine } from '../plant/copyRows';
import { BATCH_EVENTS, type Batch } from './batches';
import { CONNECTIONS } from './drive';

/** Text that is written to a COPY at once, in characters. */
const CHUNK = 1 << 18;

async function copyText(client: Client, statement: string, text: string): Promise<void> {
  const stream = client.query(copyFrom(statement));
  for (let at = 0; at < text.length; at += CHUNK) {
    if (!stream.write(text.slice(at, at + CHUNK))) {
      await once(stream, 'drain');
    }
  }
  stream.end();
  await finished(stream);
}

/**
 * Loads the events of batches by COPY from one local client, in one transaction: into temporary tables, then new ids
 * into the table of ids, then the rows of new ids into the raw tables. The text is made before the clock starts.
 * @returns events a second
 */
export async function copyRate(databaseUrl: string, batches: readonly Batch[]): Promise<number> {
  const rows = batches.flatMap((batch) => batch.rows);
  const ids = rows.map(idLine).join('');
  const perType = EVENT_TYPES.map((type) => ({
    columns: copyColumns(type),
    raw: MEASURE_TABLES[type].raw,
    text: rows
      .filter(({ event }) => event.type === type)
      .map(copyLine)
      .join(''),
  }));
  return withClient(databaseUrl, async (client) => {
    await client.query("SELECT lopan_ensure_partitions(now()), lopan_ensure_partitions(now() - interval '1 day')");
    const ms = await timed(async () => {
      await client.query('BEGIN');
      await client.query('CREATE TEMPORARY TABLE came_ids (event_id uuid, event_type text, "timestamp" timestamptz)');
      await copyText(client, 'COPY came_ids FROM STDIN', ids);
      await client.query(
        `CREATE TEMPORARY TABLE fresh (event_id uuid);
         WITH claimed AS (INSERT INTO event_ids (event_id, event_type, "timestamp") SELECT * FROM came_ids
           ON CONFLICT (event_id) DO NOTHING RETURNING event_id)
         INSERT INTO fresh SELECT event_id FROM claimed`
      );
      for (const { raw, columns, text } of perType) {
        await client.query(`CREATE TEMPORARY TABLE came_${raw} AS SELECT ${columns} FROM ${raw} LIMIT 0`);
        await copyText(client, `COPY came_${raw} (${columns}) FROM STDIN`, text);
        await client.query(
          `INSERT INTO ${raw} (${columns}) SELECT ${columns} FROM came_${raw} JOIN fresh USING (event_id)`
        );
      }
      await client.query('COMMIT');
    });
    return (rows.length * 1000) / ms;
  });
}

/**
 * Stores batches by the statements of the product alone, without HTTP: a transaction a batch, 16 connections.
 * @returns events a second
 */
export async function insertRate(databaseUrl: string, batches: readonly Batch[]): Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: CONNECTIONS, options: '-c timezone=UTC' });
  // The database may be dropped before the last connection has told its end.
  pool.on('error', () => undefined);
  try {
    const partitions = new Partitions(pool);
    const store = new EventStore(pool, partitions);
    await partitions.prepare([Date.now(), Date.now() - 86_400_000]);
    const left = [...batches];
    const ms = await timed(() =>
      Promise.all(
        Array.from({ length: CONNECTIONS }, async () => {
          for (let batch = left.shift(); batch; batch = left.shift()) {
            await store.store({ events: batch.rows, repeated: [], rejected: [], skewMs: 0, lateBefore: 0 });
          }
        })
      )
    );
    return (batches.length * BATCH_EVENTS * 1000) / ms;
  } finally {
    await pool.end();
  }
}
