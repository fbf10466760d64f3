/** TLS to Postgres: an embedded server with a certificate of an authority that openssl makes here. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { Config } from '../../src/config/types';
import { createPool } from '../../src/db/pool';
import { describeDatabaseError, isDatabaseUnavailable } from '../../src/errors/database';
import { runCommand } from '../helpers/cli';
import { databaseConfig } from '../helpers/database';
import { onServer, startServer, type TestServer } from '../helpers/server';

describe('TLS to Postgres', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lopan-tls-'));
  const file = (name: string) => path.join(folder, name);
  const outer = process.env['PGSSLROOTCERT'];
  let server: TestServer;

  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const makeAuthority = (name: string) =>
    openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`],
      ...['-keyout', `${name}.key`, '-out', `${name}.pem`]
    );
  /** Writes a file of the test into the data folder of the server, readable by nobody else. */
  const install = (client: Client, from: string, to: string) =>
    client.query(
      `COPY (SELECT '${readFileSync(file(from)).toString('base64')}') TO PROGRAM 'umask 077; base64 -d > ${to}'`
    );

  /** How the proxy's connections are encrypted, or why there are none. */
  async function connect(ssl: Config['database']['ssl'], ca?: string, host = '127.0.0.1'): Promise<string> {
    delete process.env['PGSSLROOTCERT'];
    if (ca !== undefined) {
      process.env['PGSSLROOTCERT'] = file(ca);
    }
    const url = new URL(server.url);
    url.hostname = host;
    const pool = createPool({ ...databaseConfig(url.href, 1), ssl });
    try {
      const { rows } = await pool.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      return rows[0]?.ssl ? 'encrypted' : 'plain';
    } catch (error) {
      expect(isDatabaseUnavailable(error)).toBe(true);
      return describeDatabaseError(error);
    } finally {
      await pool.end();
    }
  }

  beforeAll(async () => {
    server = await startServer({ own: true });
    makeAuthority('ours');
    makeAuthority('another');
    writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:db.example');
    openssl(
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=db', '-keyout', 'server.key', '-out', 'server.csr']
    );
    openssl(
      ...['x509', '-req', '-in', 'server.csr', '-CA', 'ours.pem', '-CAkey', 'ours.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', 'names', '-out', 'server.crt']
    );
  });
  afterAll(async () => {
    if (outer === undefined) {
      delete process.env['PGSSLROOTCERT'];
    } else {
      process.env['PGSSLROOTCERT'] = outer;
    }
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  it('says that a server takes no encrypted connections, rather than speak in the clear', async () => {
    expect(await connect('off')).toBe('plain');
    const refused = /^the database takes no encrypted connections; turn on "ssl"/;
    expect(await connect('require')).toMatch(refused);
    expect(await connect('verify-full', 'ours.pem')).toMatch(refused);
  });

  describe('where the server has a certificate', () => {
    beforeAll(async () => {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      await install(client, 'server.key', 'server.key');
      await install(client, 'server.crt', 'server.crt');
      await client.end();
      await onServer(server.url, 'ALTER SYSTEM SET ssl = on');
      await onServer(server.url, 'SELECT pg_reload_conf()');
      for (let tries = 0; tries < 50 && (await connect('require')) !== 'encrypted'; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    });

    it('verify-full accepts the right authority and the right host', async () => {
      expect(await connect('verify-full', 'ours.pem')).toBe('encrypted');
    });

    it.each([
      ['another authority', 'another.pem', '127.0.0.1', 'certificate'],
      ['an authority that nobody named', undefined, '127.0.0.1', 'certificate'],
      ['another host', 'ours.pem', 'localhost', 'localhost'],
    ])('verify-full refuses %s, and says what is wrong', async (_name, ca, host, word) => {
      const said = await connect('verify-full', ca, host);
      expect(said).toMatch(/^the certificate of the database is not accepted \(/);
      expect(said).toMatch(/PGSSLROOTCERT names$/);
      expect(said).toContain(word);
    });

    it('require encrypts, whoever answers', async () => {
      expect(await connect('require', 'another.pem')).toBe('encrypted');
    });

    it('a file of the authority that is not there is named', async () => {
      process.env['PGSSLROOTCERT'] = file('nothing.pem');
      expect(() => createPool({ ...databaseConfig(server.url, 1), ssl: 'verify-full' })).toThrow(
        /^PGSSLROOTCERT: the certificate of the authority cannot be read: ENOENT.*nothing\.pem/
      );
    });

    it('a command tells it on standard error', async () => {
      process.env['PGSSLROOTCERT'] = file('another.pem');
      writeFileSync(file('plant.yaml'), 'analytics: { database: { ssl: verify-full } }');
      const { code, stderr } = await runCommand(server.url, ['migrate', '-c', file('plant.yaml')]);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^lopan-analytics: the certificate of the database is not accepted/);
    });
  });
});
