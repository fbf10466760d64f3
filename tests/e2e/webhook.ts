/** A receiver of notifications on the loopback interface. */
import http from 'node:http';

/** An alert of a message, as far as the tests read it. */
export interface MessageAlert {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  panelURL: string;
  startsAt: string;
}

/** What Grafana's webhook contact point sends. */
export interface Message {
  status: 'firing' | 'resolved';
  groupLabels: Record<string, string>;
  alerts: MessageAlert[];
  message: string;
}

export class Webhook {
  /** Everything that was received, oldest first. */
  readonly messages: Message[] = [];

  private constructor(
    private readonly server: http.Server,
    readonly url: string
  ) {}

  static async start(): Promise<Webhook> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const webhook = new Webhook(server, `http://127.0.0.1:${port}/`);
    server.on('request', (request, response) => {
      if (request.method !== 'POST') {
        response.writeHead(404).end();
        return;
      }
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        webhook.messages.push(JSON.parse(Buffer.concat(chunks).toString()) as Message);
        response.end();
      });
    });
    return webhook;
  }

  /** Takes what has come so far away. */
  take(): Message[] {
    return this.messages.splice(0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
