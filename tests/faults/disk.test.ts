import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onServer } from '../../backend-proxy/test/helpers/server';
import { until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { expectNothingLost, untilAcknowledged } from './checks';
import { writeConfig } from './configuration';
import { report } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { scaled } from './scale';

const DISK_MIB = scaled(64, 40);
/** What the configuration says of the disk: the rest is for the temporary files of queries. */
const MAX_SIZE_MIB = DISK_MIB - 12;

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
    const config = writeConfig(postgres.folder, `database: { max_size: ${MAX_SIZE_MIB}MiB }`);
    // The tables of an empty database leave room that a file takes up: what is left then is filled by events.
    proxy = await ProxyProcess.start(databaseUrl, { config });
    const target = proxy;
    const load = new Load(() => target, { batch: 200 });
    await untilAcknowledged(load, performance.now());
    expect(warnings(target)).toEqual([]);

    const started = performance.now();
    await until('a refusal', async () => load.answered(503) > 0, scaled(300_000, 60_000));
    const fullAfter = performance.now() - started;
    const refusal = await target.send('ingest', 'POST', '/v1/events', { events: [] });
    expect(refusal.status).toBe(200);
    await sleep(scaled(10_000, 1000));
    expect(target.alive).toBe(true);
    expect((await target.send('read', 'GET', '/livez')).status).toBe(200);
    expect(target.log.some((line) => line.includes('No space left on device'))).toBe(true);
    const refused = load.answered(503);

    execFileSync('mount', ['-o', `remount,size=${DISK_MIB * 20}m`, disk]);
    const freed = performance.now();
    const recovery = await untilAcknowledged(load, freed);
    await load.end();
    const counts = await expectNothingLost(databaseUrl, load);
    // A look a minute: the warning of the size that was passed on the way is there by then.
    await until('a warning', async () => warnings(target).length > 0, 70_000);
    report(`disk of ${DISK_MIB} MiB full`, {
      ...counts,
      'full after': `${(fullAfter / 1000).toFixed(1)} s`,
      'answered 503': refused,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
      warning: 'in the log and in lopan_database_size_bytes',
    });
  });
});

/** Lines of the log that warn of too little room. */
function warnings({ log }: ProxyProcess): string[] {
  return log.filter((line) => line.includes('database.max_size'));
}
