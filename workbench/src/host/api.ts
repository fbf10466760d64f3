/** The workbench's own server. */
import type { PanelPluginMeta } from '@grafana/data';

export interface DashboardEntry {
  uid: string;
  title: string;
  tags: string[];
}

export interface WorkbenchInfo {
  /** The numbers come from the simulated plant. */
  demo: boolean;
}

/** A built plugin as the server lists it: its `plugin.json` with the address of its module. */
export type BuiltPlugin = Omit<PanelPluginMeta, 'type'> & { type: string };

/** GET a JSON document; rejects with the server's message. */
export async function getJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    throw new Error(messageOf(body) ?? `${path} answered with status ${response.status}`);
  }
  return body as T;
}

/** The sentence in an error body of Grafana (`message`) or of the proxy (`detail`). */
export function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) {
    return undefined;
  }
  if ('detail' in body && typeof body.detail === 'string') {
    return body.detail;
  }
  return 'message' in body && typeof body.message === 'string' ? body.message : undefined;
}
