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

/**
 * Starts Postgres, a proxy, a webhook receiver and Grafana. What was started is stopped when a later part fails.
 * @param config path of the proxy's configuration file
 * @param fill puts data into the proxy before Grafana starts
 */
export async function startSystem({
  config,
  fill,
}: { config?: string; fill?: (proxy: ProxyProcess) => Promise<void> } = {}): Promise<System> {
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
    const grafana = await Grafana.start({ proxyUrl: proxy.url, webhookUrl: webhook.url });
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
