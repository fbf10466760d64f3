import type { RowSource } from '../snapshot';
import type { IdRange } from '../stores/demo-store';

/** Whether any event of the demo is stored; one step down the index of ids. */
export async function hasDemoEvents(source: RowSource, { from, to }: IdRange): Promise<boolean> {
  const rows = await source.rows<{ demo: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM event_ids WHERE event_id >= $1::uuid AND event_id < $2::uuid) AS demo',
    [from, to]
  );
  return rows[0]?.demo ?? false;
}
