import { type DataFrame, type DataFrameJSON, dataFrameFromJSON } from '@grafana/data';
import { readFileSync } from 'fs';
import path from 'path';

interface QueryAnswer {
  results: Record<string, { status: number; error?: string; frames: DataFrameJSON[] }>;
}

/** A JSON file of `contracts/`, by its path without `.json`. The caller names the shape it expects there. */
export function readContract<T>(name: string): T {
  return JSON.parse(readFileSync(path.resolve(__dirname, '../../contracts', `${name}.json`), 'utf8'));
}

/** The frames of an example answer in `contracts/query`, as Grafana hands them to a panel. */
export function contractFrames(name: string, refId = 'A'): DataFrame[] {
  const { results } = readContract<QueryAnswer>(`query/${name}.response`);
  const frames = results[refId]?.frames ?? [];
  return frames.map((frame) => dataFrameFromJSON(frame));
}
