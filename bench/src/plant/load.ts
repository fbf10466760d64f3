import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';
import { EVENT_TYPES, type EventType } from '../../../backend-proxy/src/config/types';
import { MEASURE_TABLES } from '../../../backend-proxy/src/db/measures';
import { connect } from '../lib/postgres';
import { copyColumns, copyLine, idLine, storable } from './copyRows';
import { DAY_MS, eventsOfDay, type PlantPlan } from './events';
import type { Person } from './people';

/** Text that is sent to COPY at once, in characters. */
const CHUNK = 1 << 18;

/** One COPY under way, on a connection of its own. */
class CopySink {
  #text: string[] = [];
  #size = 0;

  private constructor(
    private readonly client: Client,
    private readonly stream: CopyStreamQuery
  ) {}

  static async open(url: string, statement: string): Promise<CopySink> {
    const client = await connect(url);
    return new CopySink(client, client.query(copyFrom(statement)));
  }

  /** @returns a promise where the reader has to catch up first */
  add(line: string): Promise<unknown> | undefined {
    this.#text.push(line);
    this.#size += line.length;
    return this.#size >= CHUNK ? this.#flush() : undefined;
  }

  #flush(): Promise<unknown> | undefined {
    const chunk = this.#text.join('');
    [this.#text, this.#size] = [[], 0];
    return this.stream.write(chunk) ? undefined : once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    await this.#flush();
    this.stream.end();
    await finished(this.stream);
    await this.client.end();
  }
}

async function ensurePartitions(url: string, plan: PlantPlan): Promise<void> {
  const client = await connect(url);
  for (let day = 0; day <= plan.days; day++) {
    const instant = new Date(plan.from + day * DAY_MS);
    if (day === 0 || instant.getUTCDate() === 1) {
      await client.query('SELECT lopan_ensure_partitions($1)', [instant]);
    }
  }
  await client.end();
}

const tableOf = (type: EventType): string => `COPY ${MEASURE_TABLES[type].raw} (${copyColumns(type)}) FROM STDIN`;

/** Loads the raw rows of a plan by COPY, with the ids that make an event count once. Rollups are left to the product. */
export async function loadPlant(
  url: string,
  plan: PlantPlan,
  people: readonly Person[],
  onDay: (day: number) => void = () => undefined
): Promise<void> {
  await ensurePartitions(url, plan);
  const ids = await CopySink.open(url, 'COPY event_ids (event_id, event_type, "timestamp") FROM STDIN');
  const sinks = new Map<EventType, CopySink>();
  for (const type of EVENT_TYPES) {
    sinks.set(type, await CopySink.open(url, tableOf(type)));
  }
  for (let day = 0; day < plan.days; day++) {
    for (const event of eventsOfDay(plan, people, day)) {
      const row = storable(event);
      // A promise is made where one has to wait only: to wait for nothing takes as long as to write a row.
      const [ofIds, ofRows] = [ids.add(idLine(row)), sinks.get(event.type)?.add(copyLine(row))];
      if (ofIds ?? ofRows) {
        await Promise.all([ofIds, ofRows]);
      }
    }
    onDay(day + 1);
  }
  await Promise.all([ids, ...sinks.values()].map((sink) => sink.close()));
}
