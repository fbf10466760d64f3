import { setTimeout as sleep } from 'node:timers/promises';
import { ProxyProcess } from '../system/proxyProcess';
import { expectNothingLost, untilAcknowledged } from './checks';
import { report, seconds } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { usageOf } from './processes';
import { randomOf, scaled, SEED } from './scale';

const KILLS = scaled(50, 1);
/** The next kill comes within this time after the last recovery, ms. */
const LONGEST_PEACE_MS = scaled(1000, 400);

describe('SIGKILL under load', () => {
  let postgres: FaultyPostgres;
  let proxy: ProxyProcess;
  let databaseUrl: string;

  beforeAll(async () => {
    postgres = await FaultyPostgres.create();
  });
  afterAll(() => postgres?.remove());
  beforeEach(async () => {
    databaseUrl = await postgres.database();
    proxy = await ProxyProcess.start(databaseUrl);
  });
  afterEach(() => proxy.kill());

  const restartProxy = async () => {
    proxy = await ProxyProcess.start(databaseUrl, { port: proxy.port });
  };
  const victims = {
    'the proxy': async () => {
      await proxy.kill();
      return restartProxy();
    },
    Postgres: async () => {
      await postgres.kill();
      return postgres.start();
    },
    both: async () => {
      await Promise.all([proxy.kill(), postgres.kill()]);
      return Promise.all([postgres.start(), restartProxy()]);
    },
  };

  it.each(Object.entries(victims))('of %s loses nothing and doubles nothing', async (name, killAndRestart) => {
    const random = randomOf(SEED + name.length);
    const load = new Load(() => proxy);
    await untilAcknowledged(load, 0);
    const before = usageOf(proxy.pid);
    const recoveries: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(random() * LONGEST_PEACE_MS);
      const since = performance.now();
      await killAndRestart();
      recoveries.push(performance.now() - since + (await untilAcknowledged(load, performance.now())));
    }
    await load.end();
    const survivor = name === 'Postgres' ? usageOf(proxy.pid) : null;
    const counts = await expectNothingLost(databaseUrl, load);
    report(`SIGKILL of ${name}, ${KILLS} times, seed ${SEED}`, {
      ...counts,
      unanswered: load.answered(0),
      'answered 503': load.answered(503),
      'acknowledged again after': seconds(recoveries),
      ...(survivor && { 'RSS of the proxy': `${before?.rssMiB} → ${survivor.rssMiB} MiB` }),
    });
  });
});
