/** The generated dashboards, read anew at each request so that a new `generate` shows after a reload. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { HttpError } from './http';

export interface DashboardEntry {
  uid: string;
  title: string;
  tags: string[];
}

interface DashboardFile {
  uid: string;
  title: string;
  tags?: string[];
}

/** All dashboards below a folder, the overview first, then by title. */
export async function listDashboards(folder: string): Promise<DashboardEntry[]> {
  const dashboards = await readAll(folder);
  return dashboards
    .map(({ uid, title, tags }) => ({ uid, title, tags: tags ?? [] }))
    .sort((a, b) => rank(a) - rank(b) || a.title.localeCompare(b.title));
}

/** One dashboard in the envelope of Grafana's `GET /api/dashboards/uid/:uid`. */
export async function readDashboard(folder: string, uid: string): Promise<{ dashboard: DashboardFile }> {
  const found = (await readAll(folder)).find((dashboard) => dashboard.uid === uid);
  if (!found) {
    throw new HttpError(404, `No dashboard with uid "${uid}" in provisioning/dashboards`);
  }
  return { dashboard: found };
}

const rank = ({ uid }: DashboardEntry) => (uid === 'lopan-production-analytics' ? 0 : 1);

async function readAll(folder: string): Promise<DashboardFile[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('.json')).map((name) => path.join(folder, name));
  return (await Promise.all(files.map(readOne))).filter((dashboard) => dashboard !== undefined);
}

async function readOne(file: string): Promise<DashboardFile | undefined> {
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  return isDashboard(json) ? json : undefined;
}

function isDashboard(json: unknown): json is DashboardFile {
  return (
    typeof json === 'object' &&
    json !== null &&
    'uid' in json &&
    typeof json.uid === 'string' &&
    'title' in json &&
    typeof json.title === 'string' &&
    'panels' in json
  );
}
