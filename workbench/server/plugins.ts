/** The built plugins: every `plugin.json` below dist/ is one, as in Grafana. */
import fs from 'node:fs';
import path from 'node:path';

/** What the page needs of a `plugin.json`; the rest rides along. */
export interface PluginMeta {
  id: string;
  name: string;
  type: string;
  /** Address of its module, as Grafana gives it. */
  module: string;
  baseUrl: string;
  [key: string]: unknown;
}

export interface PluginFolder {
  folder: string;
  meta: PluginMeta;
}

/** Finds the plugins below a folder; one whose `plugin.json` cannot be read is an error that names the file. */
export function listPlugins(root: string): PluginFolder[] {
  return findPluginJson(root).map((file) => {
    const folder = path.dirname(file);
    const json: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (typeof json !== 'object' || json === null || !('id' in json) || !('name' in json) || !('type' in json)) {
      throw new Error(`${file}: expected "id", "name" and "type"`);
    }
    const id = String(json.id);
    const baseUrl = `/public/plugins/${id}`;
    return {
      folder,
      meta: { ...json, id, name: String(json.name), type: String(json.type), baseUrl, module: `${baseUrl}/module.js` },
    };
  });
}

function findPluginJson(folder: string): string[] {
  if (!fs.existsSync(folder)) {
    return [];
  }
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return findPluginJson(file);
    }
    return entry.name === 'plugin.json' ? [file] : [];
  });
}
