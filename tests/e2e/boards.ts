/** The committed dashboards, as far as the tests read them. */
import fs from 'node:fs';
import path from 'node:path';
import type { Query } from './queries';

const FOLDER = path.resolve(__dirname, '..', '..', 'provisioning', 'dashboards', 'lopan');

interface Target extends Query {
  datasource?: { uid: string };
  filters?: Record<string, string[]>;
}

export interface BoardPanel {
  id: number;
  title: string;
  type: string;
  targets?: Target[];
  panels?: BoardPanel[];
}

export interface Board {
  uid: string;
  title: string;
  panels: BoardPanel[];
}

export function boards(): Board[] {
  return fs
    .readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8')) as Board);
}

/** Grafana's data source that hands on what another panel was answered. */
const SHARED = '-- Dashboard --';

/** The panels that ask something themselves, those in closed rows included. */
export function panelsOf({ panels }: Pick<Board, 'panels'>): BoardPanel[] {
  return panels
    .flatMap((panel) => [panel, ...panelsOf({ panels: panel.panels ?? [] })])
    .filter(({ targets = [] }) => targets.some(({ datasource }) => datasource?.uid !== SHARED));
}

/** A panel's queries with every variable at "All": filters by a variable fall away. */
export function queriesOf({ targets = [] }: BoardPanel): Query[] {
  return targets.map(({ filters = {}, ...query }) => ({
    ...query,
    filters: Object.fromEntries(
      Object.entries(filters).filter(([, values]) => !values.some((value) => value.startsWith('$')))
    ),
  }));
}
