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
