import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { FEATURES } from '@lopan/catalogue';
import { EVENT_TYPES } from '../../src/config/types';
import { MEASURE_TABLES } from '../../src/db/measures';
import { withDatabase } from '../helpers/database';
import { EVENT_BUILDERS, type EventBody } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

const PAGE = readFileSync(path.resolve(__dirname, '../../../docs/ios.md'), 'utf8');

interface Envelope {
  sentAt: string;
  deviceId: string;
  events: EventBody[];
}

/** The blocks of code of a language. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? ''
  );
}

/** The example, as if it were sent now: its times keep their distance from `sentAt`. */
function example(): Envelope {
  const [json = ''] = blocks('json ios-example');
  const { sentAt, deviceId, events } = JSON.parse(json) as Envelope;
  const now = Date.now();
  const moved = (time: string) => new Date(now - Date.parse(sentAt) + Date.parse(time)).toISOString();
  return {
    sentAt: moved(sentAt),
    deviceId,
    events: events.map((event) => ({ ...event, timestamp: moved(event.timestamp) })),
  };
}

/** Names of the properties that a Swift struct stores itself, not those of structs within it. */
function propertiesOf(struct: string): string[] {
  const swift = blocks('swift').join('\n');
  const body = new RegExp(`^struct ${struct}: Encodable, Sendable \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(swift)?.[1] ?? '';
  return [...body.matchAll(/^ {4}(?:let|var) (\w+):/gm)].map((match) => match[1] ?? '');
}

/** Names of the properties of a struct within a struct. */
function nestedPropertiesOf(struct: string): string[] {
  const swift = blocks('swift').join('\n');
  const found = new RegExp(
    `^ {4}struct ${struct}: Encodable, Sendable \\{(?:([^\\n]*)\\}$|\\n([\\s\\S]*?)^ {4}\\})`,
    'm'
  ).exec(swift);
  const body = found?.[1] ?? found?.[2];
  const enumless = (body ?? '').replace(/enum \w+: [^{]*\{[^}]*\}/g, '');
  return [...enumless.matchAll(/(?:let|var) (\w+):/g)].map((match) => match[1] ?? '');
}

const SWIFT = {
  business: 'BusinessEvent',
  session: 'SessionEvent',
  feature: 'FeatureEvent',
  journey: 'JourneyEvent',
  performance: 'PerformanceEvent',
} as const;
const COMMON = ['id', 'type', 'timestamp', 'sequence'];

describe('docs/ios.md', () => {
  const database = withDatabase();
  let proxy: TestApp;
  beforeAll(async () => {
    proxy = await createTestApp(database, testConfig());
  });
  afterAll(() => proxy.close());

  it('has an example that the proxy takes, once, however often and however packed it is sent', async () => {
    const body = example();
    const first = await proxy.send('POST', '/v1/events', body);
    expect(first.json()).toEqual({ accepted: 5, duplicates: 0, rejected: [] });
    const again = await proxy.send('POST', '/v1/events', gzipSync(JSON.stringify(body)), {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    expect(again.json()).toEqual({ accepted: 0, duplicates: 5, rejected: [] });
    for (const type of EVENT_TYPES) {
      const sent = body.events.find((event) => event.type === type);
      expect(await database.rows(`SELECT event_id, sequence FROM ${MEASURE_TABLES[type].raw}`)).toEqual([
        { event_id: sent?.id, sequence: sent?.['sequence'] },
      ]);
    }
    expect(await database.rows('SELECT lowest, highest, seen FROM device_sequences')).toEqual([
      { lowest: 41, highest: 45, seen: 5 },
    ]);
  });

  it.each(EVENT_TYPES)('has an example and a Swift struct with every field of a %s event', (type) => {
    const { id, type: _type, timestamp, ...own } = EVENT_BUILDERS[type]();
    const fields = [...Object.keys(own), ...(type === 'journey' ? ['abandonmentPoint'] : [])].sort();
    expect(propertiesOf(SWIFT[type]).sort()).toEqual(fields);
    const shown = example().events.find((event) => event.type === type);
    const common = [...COMMON, ...propertiesOf('EventContext')];
    expect(Object.keys(shown ?? {}).sort()).toEqual([...fields, ...common].sort());
    expect([id, timestamp]).toEqual([expect.any(String), expect.any(String)]);
  });

  it.each([
    ['Inventory', 'business', 'inventory'],
    ['Operations', 'business', 'operations'],
    ['Financial', 'business', 'financial'],
    ['DeviceMetrics', 'feature', 'deviceMetrics'],
    ['Failure', 'performance', 'errors'],
  ] as const)('has a Swift struct %s with the fields of the wire', (struct, type, field) => {
    const value = [EVENT_BUILDERS[type]()[field]].flat()[0] as Record<string, unknown>;
    expect(nestedPropertiesOf(struct).sort()).toEqual(Object.keys(value).sort());
  });

  it('has the features of the specification under their raw values', () => {
    const [swift = ''] = blocks('swift');
    const cases = [...swift.matchAll(/^ {4}case \w+ = "(\w+)"$/gm)].map((match) => match[1]);
    expect(cases).toEqual(FEATURES.map(({ id }) => id));
  });

  it('has the upload policy and the answer under the names of the wire', async () => {
    const policy = (await proxy.send('GET', '/v1/collection')).json<Record<string, unknown>>();
    const [swift = ''] = blocks('swift');
    const upload = /^struct UploadPolicy[^{]*\{\n([\s\S]*?)^\}/m.exec(swift)?.[1] ?? '';
    const defaults = [...upload.matchAll(/var (\w+) = ([\d_.]+)/g)].map(([, name = '', value = '']) => [
      name,
      Number(value.replaceAll('_', '')),
    ]);
    expect(Object.fromEntries(defaults)).toEqual(policy);
    const refused = await proxy.send('POST', '/v1/events', { events: [{ id: 'x' }] });
    const result = /^struct IngestResult[^{]*\{\n([\s\S]*?)^\}/m.exec(swift)?.[1] ?? '';
    const named = [...result.matchAll(/let (\w+):/g)].map(([, name]) => name);
    const { rejected, ...counts } = refused.json<{ rejected: object[] }>();
    expect(named.sort()).toEqual([...Object.keys(counts), 'rejected', ...Object.keys(rejected[0] ?? {})].sort());
  });
});
