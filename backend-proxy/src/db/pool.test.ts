import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { Client } from 'pg';
import type { Config } from '../config/types';
import { createPool } from './pool';

const PARTS: Config['database'] = {
  host: 'db.example',
  port: 5433,
  name: 'plant',
  user: 'analytics_user',
  password: null,
  url: null,
  ssl: 'off',
  poolSize: 4,
  maxSizeBytes: 0,
};

/** How a connection of the pool would be made. */
function connectionOf(own: Partial<Config['database']>) {
  const { host, port, database, user, password, ssl } = new Client(createPool({ ...PARTS, ...own }).options);
  return { host, port, database, user, password, ssl };
}

describe('createPool', () => {
  const outer = process.env['PGPASSWORD'];
  beforeAll(() => delete process.env['PGPASSWORD']);
  afterAll(() => {
    if (outer !== undefined) {
      process.env['PGPASSWORD'] = outer;
    }
  });

  it('takes the parts where no URL is given', () => {
    expect(connectionOf({ password: 'p w', ssl: 'require' })).toEqual({
      ...{ host: 'db.example', port: 5433, database: 'plant', user: 'analytics_user', password: 'p w' },
      ssl: { rejectUnauthorized: false },
    });
  });

  it('lets a URL win over the parts', () => {
    expect(connectionOf({ url: 'postgres://u:p%40ss@other:5555/d', password: 'not this one' })).toEqual({
      ...{ host: 'other', port: 5555, database: 'd', user: 'u', password: 'p@ss' },
      ssl: false,
    });
  });

  it.each([
    ['off', false],
    ['require', { rejectUnauthorized: false }],
    ['verify-full', { rejectUnauthorized: true }],
  ] as const)('encrypts as database.ssl says where a URL does not: %s', (ssl, expected) => {
    expect(connectionOf({ url: 'postgres://u:p@other/d', ssl }).ssl).toEqual(expected);
  });

  it('encrypts as the URL says where it does', () => {
    expect(connectionOf({ url: 'postgres://u:p@other/d?sslmode=disable', ssl: 'verify-full' }).ssl).toBe(false);
    expect(connectionOf({ url: 'postgres://u:p@other/d?sslmode=verify-full', ssl: 'off' }).ssl).toEqual({});
  });

  it.each(['postgres://u@other/d', 'postgres:///d?host=/run/postgresql&user=u'])(
    'takes the password given apart where a URL names none: %s',
    (url) => {
      expect(connectionOf({ url, password: 'a b+c&d%41' })).toMatchObject({ user: 'u', password: 'a b+c&d%41' });
    }
  );
});

/** A message of Postgres' protocol. */
function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([header, body]);
}

describe('a server that dies right after it let a connection in', () => {
  it('ends no process, and the next statement fails', async () => {
    const welcome = [message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))];
    const farewell = message(
      'E',
      Buffer.from('SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0')
    );
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      // All in one packet, as it reaches a proxy on a busy machine.
      socket.once('data', () => socket.end(Buffer.concat([...welcome, farewell])));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const pool = createPool({ ...PARTS, host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    try {
      const client = await pool.connect();
      await expect(client.query('SELECT 1')).rejects.toThrow();
      client.release(true);
    } finally {
      await pool.end();
      server.close();
    }
  });
});
