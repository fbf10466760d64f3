// `npm start -- --reset`.
import fs from 'node:fs';
import { done } from './log.mjs';
import { inHome } from './paths.mjs';
import { postgresFolders } from './postgres-home.mjs';

/** Forgets data, keys and Grafana's data; what was built is kept. */
export function reset() {
  for (const place of [...postgresFolders(), inHome('grafana'), inHome('state.json'), inHome('demo.yaml')]) {
    fs.rmSync(place, { recursive: true, force: true });
  }
  done('reset', 'data and keys of earlier starts are gone');
}
