import { ProxyProcess } from '../system/proxyProcess';
import { writeConfig } from './configuration';
import { FaultyPostgres } from './postgres';
import { Wire } from './wire';

/** A Postgres, and the wire by which proxies reach it. */
export interface Wired {
  readonly postgres: FaultyPostgres;
  readonly wire: Wire;
}

function there<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new Error('it is there once the tests of the block run');
  }
  return value;
}

/** Gives the tests of a block a Postgres behind a wire. */
export function withWiredPostgres(): Wired {
  let postgres: FaultyPostgres | undefined;
  let wire: Wire | undefined;
  beforeAll(async () => {
    postgres = await FaultyPostgres.create();
    wire = await Wire.to(postgres.port);
  });
  afterAll(async () => {
    await wire?.close();
    await postgres?.remove();
  });
  return {
    get postgres() {
      return there(postgres);
    },
    get wire() {
      return there(wire);
    },
  };
}

/** Gives each test of a block a database of its own behind a wire, and a proxy on it. @param yaml stands below `analytics:` */
export function withWiredProxy(yaml: string): Wired & { readonly databaseUrl: string; readonly proxy: ProxyProcess } {
  const wired = withWiredPostgres();
  let databaseUrl: string | undefined;
  let proxy: ProxyProcess | undefined;
  beforeEach(async () => {
    const config = writeConfig(wired.postgres.folder, yaml);
    databaseUrl = await wired.postgres.database();
    proxy = await ProxyProcess.start(wired.wire.url(databaseUrl), { config });
  });
  afterEach(() => proxy?.kill());
  return {
    get postgres() {
      return wired.postgres;
    },
    get wire() {
      return wired.wire;
    },
    get databaseUrl() {
      return there(databaseUrl);
    },
    get proxy() {
      return there(proxy);
    },
  };
}
