/** A Postgres of its own that may be killed at any moment and started again on what it left. */
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freshName, onServer, urlOf } from '../../backend-proxy/test/helpers/server';
import { freePort } from './ports';
import { childrenOf, endOf } from './processes';

const RUNNER = path.join(__dirname, 'postgres-runner.mjs');
/** A crash recovery on a busy machine is over within this time, ms. */
const START_LIMIT_MS = 60_000;
const BETWEEN_TRIES_MS = 50;

export class FaultyPostgres {
  #runner: ChildProcess | null = null;
  #pid = 0;

  private constructor(
    /** Where its data lies; other things of the test may lie beside them. */
    readonly folder: string,
    readonly port: number
  ) {}

  /** Makes a cluster and starts it. */
  static async create(): Promise<FaultyPostgres> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-faults-'));
    const postgres = new FaultyPostgres(folder, await freePort());
    await postgres.start();
    return postgres;
  }

  /** The database that everybody may connect to. */
  get url(): string {
    return `postgres://lopan_test@127.0.0.1:${this.port}/postgres`;
  }

  /** A fresh, empty database; `options` end the statement that makes it. */
  async database(options = ''): Promise<string> {
    const name = freshName('lopan_faults');
    await onServer(this.url, `CREATE DATABASE ${name} ${options}`);
    return urlOf(this.url, name);
  }

  /** Starts it and returns when it takes connections: after the recovery from its log, where it was killed. */
  async start(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    await this.#spawn();
    while (!(await this.#answers())) {
      if (Date.now() > deadline) {
        throw new Error(`Postgres did not start within ${START_LIMIT_MS} ms`);
      }
      if (this.#runner?.exitCode !== null) {
        // Backends of the killed one still hold its shared memory, for a moment.
        await this.#spawn();
      }
      await sleep(BETWEEN_TRIES_MS);
    }
  }

  /** Kills the server and all its backends on the spot. */
  async kill(): Promise<void> {
    const family = [this.#pid, ...childrenOf(this.#pid)];
    family.forEach((pid) => end(pid, 'SIGKILL'));
    await endOf(this.#runner);
  }

  /** Shuts it down, which ends all sessions. */
  async stop(): Promise<void> {
    end(this.#pid, 'SIGINT');
    await endOf(this.#runner);
  }

  /** Shuts it down and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  async #spawn(): Promise<void> {
    const runner = spawn(process.execPath, [RUNNER, this.folder, String(this.port)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#runner = runner;
    this.#pid = await new Promise<number>((resolve, reject) => {
      createInterface({ input: runner.stdout }).once('line', (line) =>
        resolve((JSON.parse(line) as { pid: number }).pid)
      );
      runner.once('exit', (code) => reject(new Error(`Postgres ended with code ${code ?? 'none'}`)));
    });
  }

  async #answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  }
}

/** Sends a signal to a process that may have ended. */
function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
