import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onServer } from '../../backend-proxy/test/helpers/server';
import { rowsOf, until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { expectNothingLost, untilAcknowledged } from './checks';
import { writeConfig } from './configuration';
import { report } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { scaled } from './scale';

const DISK_MIB = 64;
/** Room that is left to events: a file takes up the rest. */
const ROOM_MIB = scaled(16, 3);
/** The database may grow to so much of its size, which it all but fills then. */
const LIMIT_FACTOR = 1.1;
const MIB = 1024 * 1024;

/** A small disk of its own; null where only an administrator may make one. */
function mountDisk(folder: string): string | null {
  const place = path.join(folder, 'disk');
  fs.mkdirSync(place);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0777`, 'tmpfs', place], { stdio: 'ignore' });
    return place;
  } catch {
    return null;
  }
}

describe('a disk that fills', () => {
  let postgres: FaultyPostgres;
  let disk: string | null = null;
  let proxy: ProxyProcess | undefined;

  beforeAll(async () => {
    postgres = await FaultyPostgres.create();
    disk = mountDisk(postgres.folder);
  });
  afterAll(async () => {
    await proxy?.kill();
    await postgres?.stop();
    if (disk !== null) {
      execFileSync('umount', [disk]);
    }
    await postgres?.remove();
  });

  it('is warned of, refuses with 503, and takes everything once there is room', async () => {
    if (disk === null) {
      report('disk full', { skipped: 'a small disk cannot be mounted here, which takes an administrator' });
      return;
    }
    const { uid, gid } = fs.statSync(path.join(postgres.folder, 'data'));
    const tables = path.join(disk, 'tables');
    fs.mkdirSync(tables, { mode: 0o700 });
    fs.chownSync(tables, uid, gid);
    await onServer(postgres.url, `CREATE TABLESPACE small LOCATION '${tables}'`);
    const databaseUrl = await postgres.database('TABLESPACE small');
    await (await ProxyProcess.start(databaseUrl)).kill();
    const [{ size } = { size: '0' }] = await rowsOf<{ size: string }>(
      databaseUrl,
      'SELECT pg_database_size(current_database()) AS size'
    );
    const limit = Math.round(Number(size) * LIMIT_FACTOR);
    const config = writeConfig(postgres.folder, `database: { max_size: ${limit}B }`);
    const target = (proxy = await ProxyProcess.start(databaseUrl, { config }));
    const load = new Load(() => target, { batch: 100, pauseMs: 20 });
    await untilAcknowledged(load, performance.now());
    await until('a warning', async () => warnings(target).length > 0);
    expect(await usedPercent(target)).toBeGreaterThan(80);
    const warned = performance.now();

    const { bavail, bsize } = fs.statfsSync(disk);
    fs.writeFileSync(path.join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - ROOM_MIB * MIB)));
    await until('a refusal', async () => load.answered(503) > 0, 300_000);
    const fullAfter = performance.now() - warned;
    await sleep(scaled(10_000, 1000));
    expect(target.alive).toBe(true);
    expect((await target.send('read', 'GET', '/readyz')).status).toBe(200);
    expect(target.log.some((line) => line.includes('No space left on device'))).toBe(true);
    const refused = load.answered(503);

    fs.rmSync(path.join(disk, 'ballast'));
    execFileSync('mount', ['-o', `remount,size=${DISK_MIB * 20}m`, disk]);
    const freed = performance.now();
    const recovery = await untilAcknowledged(load, freed);
    await load.end();
    const counts = await expectNothingLost(databaseUrl, load);
    report(`disk of ${DISK_MIB} MiB full`, {
      ...counts,
      'warned before by': `${(fullAfter / 1000).toFixed(1)} s`,
      'answered 503': refused,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
    });
  });
});

/** Lines of the log that warn of too little room. */
function warnings({ log }: ProxyProcess): string[] {
  return log.filter((line) => line.includes('database.max_size'));
}

/** How full the database is of its limit, as `health` tells it. */
async function usedPercent(proxy: ProxyProcess): Promise<number> {
  const { body } = await proxy.send('read', 'POST', '/v1/query', {
    from: new Date(Date.now() - 1000).toISOString(),
    to: new Date().toISOString(),
    queries: [{ refId: 'A', queryType: 'health', format: 'numeric', metrics: ['database_used'] }],
  });
  const { results } = body as { results: Record<string, { frames: Array<{ data: { values: number[][] } }> }> };
  return results['A']?.frames[0]?.data.values[0]?.[0] ?? 0;
}
