/** Everything between an event and a notification, each part a process as in production. */
import type { EventBody } from '../../backend-proxy/test/helpers/events';
import { Plant, untilRolledUp } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { Grafana } from './grafana';
import { Webhook } from './webhook';

/** A history of months is rolled up within this time, on a busy machine too. */
const ROLLUP_LIMIT_MS = 180_000;

export interface System {
  plant: Plant;
  databaseUrl: string;
  proxy: ProxyProcess;
  webhook: Webhook;
  grafana: Grafana;
  /** Posts events and fails unless all are taken. */
  post(events: readonly EventBody[]): Promise<void>;
  /** Ends every part, youngest first. */
  stop(): Promise<void>;
}

export interface SystemOptions {
  /** Path of the proxy's configuration file. */
  config?: string;
  /** Puts data into the proxy before Grafana starts. */
  fill?: (proxy: ProxyProcess) => Promise<void>;
  /** Starts something that stands between Grafana and the proxy at this address. */
  front?: (proxyUrl: string) => Promise<{ url: string; stop: () => Promise<void> }>;
}

/**
 * Starts Postgres, a proxy, a webhook receiver and Grafana. What was started is stopped when a later part fails.
 */
export async function startSystem({ config, fill, front }: SystemOptions = {}): Promise<System> {
  const stops: Array<() => Promise<unknown>> = [];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) {
      await end();
    }
  };
  try {
    const plant = await Plant.start();
    stops.push(() => plant.stop());
    const databaseUrl = await plant.database();
    const proxy = await ProxyProcess.start(databaseUrl, { ...(config !== undefined && { config }) });
    stops.push(() => proxy.stop());
    const webhook = await Webhook.start();
    stops.push(() => webhook.stop());
    if (fill) {
      await fill(proxy);
      await untilRolledUp(databaseUrl, ROLLUP_LIMIT_MS);
    }
    const between = await front?.(proxy.url);
    if (between) {
      stops.push(() => between.stop());
    }
    const grafana = await Grafana.start({ proxyUrl: between?.url ?? proxy.url, webhookUrl: webhook.url });
    stops.push(() => grafana.stop());
    return { plant, databaseUrl, proxy, webhook, grafana, post: (events) => post(proxy, events), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function post(proxy: ProxyProcess, events: readonly EventBody[]): Promise<void> {
  const { status, body } = await proxy.send('ingest', 'POST', '/v1/events', { events });
  const { accepted } = body as { accepted?: number };
  if (status !== 200 || accepted !== events.length) {
    throw new Error(`POST /v1/events answered ${status}: ${JSON.stringify(body)}`);
  }
}
