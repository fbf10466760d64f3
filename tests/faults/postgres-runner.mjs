// Runs a Postgres that tests may kill: node postgres-runner.mjs <folder> <port> [postgres arguments…]. Makes the cluster
// in <folder>/data on first use, prints the server's process id as a line of JSON, and ends with the server. When its
// standard input ends, because whoever started it has ended, it ends the server too.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { postgresHome } from '../../scripts/lib/postgres-home.mjs';

const [, , folder = '', port = '', ...more] = process.argv;
const { initdb, postgres, uid, gid } = await postgresHome();
const data = path.join(folder, 'data');
const identity = uid === undefined || gid === undefined ? {} : { uid, gid };
if (uid !== undefined && gid !== undefined) {
  fs.chownSync(folder, uid, gid);
}
if (!fs.existsSync(path.join(data, 'PG_VERSION'))) {
  const settings = ['--username=lopan_test', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(initdb, [`--pgdata=${data}`, ...settings], { ...identity, cwd: folder, stdio: 'ignore' });
}
const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'shared_buffers=32MB'];
// A killed process loses nothing that it gave to the operating system; waiting for the disk would only slow the tests.
const fast = ['fsync=off', 'log_min_messages=panic'];
const child = spawn(
  postgres,
  ['-D', data, '-p', port, ...[...settings, ...fast].flatMap((setting) => ['-c', setting]), ...more],
  { ...identity, cwd: folder, stdio: 'ignore' }
);
process.stdout.write(`${JSON.stringify({ pid: child.pid })}\n`);
child.once('exit', (code) => process.exit(code ?? 1));
process.stdin.on('end', () => child.kill('SIGQUIT')).resume();
