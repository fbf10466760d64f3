import { DemoStore } from '../../src/db/stores/demo-store';
import { demoIdRange, demoNamespace } from '../../src/demo';
import { withDatabase } from '../helpers/database';
import { businessEvent } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

describe('the mark of the demo in GET /v1/catalogue', () => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(database, testConfig({ collection: { maxLatenessMs: Infinity } }));
  });

  const demo = async () => (await http.send('GET', '/v1/catalogue')).json<{ demo: boolean | null }>().demo;

  it('is there while events of the demo are stored, and unknown without a database', async () => {
    await http.postEvents([businessEvent()]);
    expect(await demo()).toBe(false);
    await http.postEvents([businessEvent({ id: `${demoNamespace}-0000-8000-8000-000000000001` })]);
    expect(await demo()).toBe(true);
    await new DemoStore(database.pool).clear(demoIdRange, []);
    expect(await demo()).toBe(false);
    await http.close();
    const broken = await createTestApp(database, testConfig());
    await broken.services.pool.end();
    const answer = await broken.send('GET', '/v1/catalogue');
    expect([answer.statusCode, answer.json<{ demo: null }>().demo]).toEqual([200, null]);
    await broken.app.close();
  });
});
