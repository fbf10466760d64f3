/** Known secrets, everything exercised at the lowest log level: none of them is in the log or in an answer. */
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { buildApp } from '../../src/app';
import { KeyRing } from '../../src/auth/keys';
import { printConfig } from '../../src/config/print';
import { loadConfig } from '../../src/config/load';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { createLogger } from '../../src/logging';
import { Metrics } from '../../src/plugins/metrics';
import { routes } from '../../src/routes/v1';
import { createServices } from '../../src/services';
import { databaseConfig, withDatabase } from '../helpers/database';
import { EVENT_BUILDERS } from '../helpers/events';

const SECRETS = {
  ingest: 'the-ingest-key-5f0c1d2e',
  read: 'the-read-key-7a8b9c0d',
  admin: 'the-admin-key-1e2f3a4b',
  unknown: 'the-key-of-a-stranger-99',
  privacy: 'the-privacy-secret-c0ffee42',
  password: 'the-database-password-0dd',
};
const PERSON = randomUUID();
const DEVICE = 'ipad-of-shift-lead-17';

describe('secrets and people', () => {
  const database = withDatabase();

  it('are in no log line and in no answer, whatever fails', async () => {
    let written = '';
    const log = createLogger(
      'trace',
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          written += chunk.toString();
          done();
        },
      })
    );
    const { config } = loadConfig({
      env: { LOPAN_PRIVACY_SECRET: SECRETS.privacy, PGPASSWORD: SECRETS.password },
    });
    const metrics = new Metrics();
    const services = createServices(
      { ...config, database: { ...databaseConfig(database.url), password: SECRETS.password } },
      { log, metrics }
    );
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), 0);
    const keys = new KeyRing({
      ingest: { kind: 'inline', keys: [SECRETS.ingest] },
      read: { kind: 'inline', keys: [SECRETS.read] },
      admin: { kind: 'inline', keys: [SECRETS.admin] },
    });
    const app = await buildApp({ config, services, keys, routes, log, metrics });
    const answers: string[] = [];
    const send = async (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      key: string,
      payload?: object | string
    ) => {
      const answer = await app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${key}`,
          cookie: `session=${SECRETS.admin}`,
          'x-api-key': SECRETS.read,
          ...(payload !== undefined && { 'content-type': 'application/json' }),
        },
        payload,
      });
      answers.push(`${JSON.stringify(answer.headers)} ${answer.body}`);
      return answer.statusCode;
    };

    const events = Object.values(EVENT_BUILDERS).map((build) =>
      build({ userId: PERSON, timestamp: new Date().toISOString() })
    );
    const broken = { ...events[1], id: randomUUID(), sessionDuration: PERSON };
    expect(await send('POST', '/v1/events', SECRETS.ingest, { deviceId: DEVICE, events: [...events, broken] })).toBe(
      200
    );
    expect(await send('POST', '/v1/events', SECRETS.ingest, `{"broken ${PERSON}`)).toBe(400);
    expect(await send('POST', '/v1/query', SECRETS.read, { queries: PERSON })).toBe(400);
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    expect(
      await send('POST', '/v1/query', SECRETS.read, { ...range, queries: [{ refId: 'A', queryType: 'freshness' }] })
    ).toBe(200);
    expect(await send('GET', '/v1/catalogue', SECRETS.unknown)).toBe(401);
    expect(await send('GET', '/v1/catalogue', SECRETS.ingest)).toBe(403);
    expect(await send('GET', `/v1/nothing/${PERSON}?key=${SECRETS.read}`, SECRETS.read)).toBe(404);
    expect(await send('DELETE', `/v1/subjects/${PERSON}`, SECRETS.admin)).toBe(200);
    // a failure of the database, with its own words
    await database.rows('ALTER TABLE license_sets RENAME TO hidden');
    expect(await send('GET', '/v1/licenses', SECRETS.read)).toBe(500);
    await app.close();
    await services.stop();

    expect(written.split('\n').length).toBeGreaterThan(8);
    const printed = printConfig(
      loadConfig({ env: { LOPAN_PRIVACY_SECRET: SECRETS.privacy, PGPASSWORD: SECRETS.password } })
    );
    for (const secret of Object.values(SECRETS)) {
      expect(written).not.toContain(secret);
      expect(answers.join('\n')).not.toContain(secret);
      expect(printed).not.toContain(secret);
    }
    expect(written).not.toContain(PERSON);
    expect(written).not.toContain(DEVICE);
  });
});
