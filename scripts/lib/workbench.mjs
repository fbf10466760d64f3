// The workbench, served by this process. It is imported only after it has been built.
import { pathToFileURL } from 'node:url';
import { done } from './log.mjs';
import { ROOT, inRoot } from './paths.mjs';

/** Path of the overview dashboard, the same in Grafana and in the workbench. */
export const OVERVIEW = '/d/lopan-production-analytics';

/**
 * @param {{ port: number, proxyUrl: string, readKey: string, demo: boolean }} how
 * @returns {Promise<string>} its address
 */
export async function startWorkbench({ port, proxyUrl, readKey, demo }) {
  const { serveWorkbench } = await import(pathToFileURL(inRoot('workbench', 'dist', 'server.mjs')).href);
  const { url } = await serveWorkbench({ root: ROOT, port, proxyUrl, readKey, demo });
  done('workbench', `on ${url}`);
  return url;
}
