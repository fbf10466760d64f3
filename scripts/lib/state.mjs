// `.lopan/state.json`: ports and secrets that outlive a start. Readable by its owner only.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { inHome } from './paths.mjs';

const FILE = inHome('state.json');

/**
 * @typedef {object} State
 * @property {{ ingest: string, read: string, admin: string, privacy: string, database: string, grafana: string }} secrets
 * @property {{ postgres?: number, proxy?: number }} ports
 * @property {string} [demoLoaded]  When the demo's history was loaded, RFC 3339.
 * @property {string} [demoSeen]    Until when the demo has run, to the minute, RFC 3339.
 */

/** Reads the state, or makes one with fresh secrets. @returns {State} */
export function loadState() {
  fs.mkdirSync(inHome('log'), { recursive: true });
  if (fs.existsSync(FILE)) {
    try {
      return JSON.parse(fs.readFileSync(FILE, 'utf8'));
    } catch {
      throw new Error(`${FILE} is not readable as JSON. Start afresh with: npm start -- --reset`);
    }
  }
  /** @param {string} prefix */
  const secret = (prefix) => `${prefix}_${randomBytes(24).toString('base64url')}`;
  const state = {
    secrets: {
      ingest: secret('demo_ingest'),
      read: secret('demo_read'),
      admin: secret('demo_admin'),
      privacy: secret('demo_privacy'),
      database: secret('demo_database'),
      grafana: randomBytes(9).toString('base64url'),
    },
    ports: {},
  };
  saveState(state);
  return state;
}

/** @param {State} state */
export function saveState(state) {
  const next = `${FILE}.next`;
  fs.writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(next, FILE);
}
