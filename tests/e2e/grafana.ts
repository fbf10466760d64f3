/** A Grafana of the machine (GRAFANA_HOME), with our plugins and our provisioning, as `npm start` would run it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../system/plant';
import { KEYS } from '../system/proxyProcess';

const ROOT = path.resolve(__dirname, '..', '..');

export const ADMIN = { user: 'admin', password: 'a-password-of-the-tests' } as const;

/** The uid of the provisioned data source. */
export const DATA_SOURCE = 'lopan-analytics';

/** A first start migrates Grafana's own database: a quarter of a minute alone, more on a busy machine. */
const START_LIMIT_MS = 180_000;
/** Grafana gets this long to end by itself. */
const STOP_LIMIT_MS = 20_000;
const LAST_WORDS = 30;

/** What Grafana says of every unsigned plugin, and of every plugin that runs as root. */
const EXPECTED = [/signature/i, /unsigned/i, /elevated privileges/i];

/** How a Grafana is started. */
export interface GrafanaStart {
  proxyUrl: string;
  webhookUrl: string;
  /** Folder of its provisioning, in place of the committed one. */
  provisioning?: string;
  /** Folder with its data, of a run before; it stays when this one stops. Else it starts on an empty one, which goes. */
  folder?: string;
  /** Further environment variables. */
  env?: Readonly<Record<string, string>>;
}

/** A line of Grafana's log. */
interface LogLine {
  level: string;
  text: string;
}

/** An answer of Grafana's HTTP interface. */
export interface Answer {
  status: number;
  body: unknown;
}

export class Grafana {
  readonly #ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    /** Folder that is removed when it stops, or null where the data belong to the caller. */
    private readonly ownFolder: string | null,
    private readonly lines: LogLine[],
    /** Where it answers, without a slash at the end. */
    readonly url: string
  ) {
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  /** Starts one and returns when it answers. */
  static async start({ proxyUrl, webhookUrl, provisioning, folder: kept, env }: GrafanaStart): Promise<Grafana> {
    const folder = kept ?? fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-grafana-'));
    const port = await freePort();
    const { binary, home, settings } = configuration(folder, port);
    // A copy: production mode lists the files at the start, and a build while tests run would change them.
    fs.cpSync(path.join(ROOT, 'dist'), path.join(folder, 'plugins', 'lopan-analytics-app'), { recursive: true });
    const child = spawn(binary, ['server', '--homepath', home], {
      cwd: home,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        ...settings,
        GF_LOG_CONSOLE_FORMAT: 'json',
        // Rules are evaluated at the full minute, in place of a second of their own.
        GF_UNIFIED_ALERTING_DISABLE_JITTER: 'true',
        LOPAN_PROXY_URL: proxyUrl,
        LOPAN_READ_KEY: KEYS.read,
        LOPAN_WEBHOOK_URL: webhookUrl,
        ...(provisioning !== undefined && { GF_PATHS_PROVISIONING: provisioning }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: LogLine[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => lines.push(readLine(line)));
    }
    const grafana = new Grafana(child, kept === undefined ? folder : null, lines, `http://127.0.0.1:${port}`);
    try {
      await until('a Grafana that answers', () => grafana.answers(), START_LIMIT_MS);
    } catch (error) {
      await grafana.stop();
      throw error;
    }
    return grafana;
  }

  private async answers(): Promise<boolean> {
    if (this.child.exitCode !== null) {
      const lastWords = this.lines.slice(-LAST_WORDS).map(({ text }) => text);
      throw new Error(`Grafana ended with code ${this.child.exitCode}:\n${lastWords.join('\n')}`);
    }
    return fetch(`${this.url}/api/health`).then(
      ({ ok }) => ok,
      () => false
    );
  }

  /** A request as the administrator. */
  async send(method: string, address: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.url}${address}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${ADMIN.user}:${ADMIN.password}`).toString('base64')}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
  }

  /** Log lines of the alerting at error. */
  errors(): string[] {
    return this.lines.filter(({ level, text }) => level === 'error' && /ngalert/.test(text)).map(({ text }) => text);
  }

  /** Log lines about us at warning or error that nobody expects. */
  complaints(): string[] {
    const aboutUs = this.lines
      .filter(({ level, text }) => ['warn', 'warning', 'error', 'crit'].includes(level) && /lopan/i.test(text))
      .map(({ text }) => text);
    if (!aboutUs.some((text) => /signature|unsigned/i.test(text))) {
      throw new Error('The log says nothing of the missing signature: it is not read as it is written');
    }
    return aboutUs.filter((text) => !EXPECTED.some((expected) => expected.test(text)));
  }

  /** Ends it and removes its data, unless they are the caller's. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      const impatience = setTimeout(() => this.child.kill('SIGKILL'), STOP_LIMIT_MS);
      await this.#ended;
      clearTimeout(impatience);
    }
    if (this.ownFolder !== null) {
      fs.rmSync(this.ownFolder, { recursive: true, force: true });
    }
  }
}

/** The binary, its home and its settings, from the script that `npm start` uses. */
function configuration(folder: string, port: number) {
  const script = path.join(__dirname, 'settings.mjs');
  const text = execFileSync(process.execPath, [script, folder, String(port), ADMIN.password], { encoding: 'utf8' });
  const found = JSON.parse(text) as { binary?: string; home?: string; settings: Record<string, string> };
  if (found.binary === undefined || found.home === undefined) {
    throw new Error('No Grafana: set GRAFANA_HOME to an unpacked Grafana 12.3 or later');
  }
  return { binary: found.binary, home: found.home, settings: found.settings };
}

/**
 * Lines that are no JSON come from before the log is set up, or from a crash. The page on which a request was made is left
 * out: what Grafana's own pages ask for is no matter of ours, even where one is about our data source.
 */
function readLine(text: string): LogLine {
  try {
    const { referer: _referer, ...line } = JSON.parse(text) as { level?: unknown; referer?: unknown };
    return { level: String(line.level), text: JSON.stringify(line) };
  } catch {
    return { level: 'error', text };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
