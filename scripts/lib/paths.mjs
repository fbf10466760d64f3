// Every place that `npm start` reads or writes.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** What is kept between starts; ignored by git. @param {...string} parts */
export const inHome = (...parts) => path.join(ROOT, '.lopan', ...parts);

/** The ids of our plugins, as Grafana's allow list of unsigned plugins needs them. */
export const PLUGIN_IDS = [
  'lopan-analytics-app',
  'lopan-analytics-datasource',
  'lopan-analyticscard-panel',
  'lopan-adoptionheatmap-panel',
];
