/** A TCP proxy in front of Postgres that slows, swallows or cuts what passes. */
import net from 'node:net';
import { urlOn } from './ports';

/** `pass`: as if it were not there; `hold`: connections stay open and nothing passes, in either direction. */
export type WireMode = 'pass' | 'hold';

interface Pair {
  near: net.Socket;
  far: net.Socket;
}

export class Wire {
  #mode: WireMode = 'pass';
  #delayMs = 0;
  readonly #pairs = new Set<Pair>();

  private constructor(
    private readonly server: net.Server,
    private readonly targetPort: number
  ) {}

  static async to(targetPort: number): Promise<Wire> {
    const server = net.createServer();
    const wire = new Wire(server, targetPort);
    server.on('connection', (near) => wire.#connect(near));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return wire;
  }

  /** The same database through the wire. */
  url(databaseUrl: string): string {
    const address = this.server.address();
    return urlOn(databaseUrl, typeof address === 'object' && address !== null ? address.port : 0);
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** Delays what the client sends, each piece by so many ms. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Changes what becomes of what passes. What was held is never delivered: its connection is as good as dead. */
  set(mode: WireMode): void {
    this.#mode = mode;
  }

  async close(): Promise<void> {
    this.#pairs.forEach(({ near, far }) => [near, far].forEach((socket) => socket.destroy()));
    await new Promise((resolve) => this.server.close(resolve));
  }

  #connect(near: net.Socket): void {
    const pair: Pair = { near, far: net.connect(this.targetPort, '127.0.0.1') };
    this.#pairs.add(pair);
    let dead = false;
    const forward = (from: net.Socket, to: net.Socket, delayed: boolean) => {
      from.setNoDelay(true);
      let turn = Promise.resolve();
      from.on('data', (piece) => {
        dead ||= this.#mode === 'hold';
        if (dead) {
          return;
        }
        const delayMs = delayed ? this.#delayMs : 0;
        turn = turn.then(() => (delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, delayMs)) : undefined));
        void turn.then(() => to.write(piece));
      });
      // Whoever goes away takes the other end with them; an error is followed by a close.
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        this.#pairs.delete(pair);
      });
    };
    forward(near, pair.far, true);
    forward(pair.far, near, false);
  }
}
