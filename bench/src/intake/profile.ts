import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What the proxy's main thread did while it was profiled, as shares of the time it was busy; they sum to 1. */
export type ProfileShares = Record<(typeof KINDS)[number][0] | 'other', number>;

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: number[];
}

interface CpuProfile {
  nodes: ProfileNode[];
  samples: number[];
  /** µs between two samples. */
  timeDeltas: number[];
}

/** What work is called, by the innermost function around it that tells. */
const KINDS = [
  ['garbage collection', (name: string) => name === '(garbage collector)'],
  ['pseudonyms', (_name: string, url: string) => url.includes('/ingest/privacy.')],
  ['JSON and bodies', (_name: string, url: string) => url.includes('/ingest/decode.')],
  ['validation', (_name: string, url: string) => /\/ingest\/(validate|fields|timestamp)\./.test(url)],
  ['parameters', (_name: string, url: string) => url.includes('/stores/columns.') || url.includes('/event-columns.')],
  [
    'sending to Postgres and reading it',
    (_name: string, url: string) => /\/node_modules\/pg[^/]*\/|\/db\/pipeline\./.test(url),
  ],
  ['intake and store', (_name: string, url: string) => /\/(ingest|domain|db)\//.test(url)],
  ['HTTP', (_name: string, url: string) => /\/fastify\/|node:_http|node:internal\/http/.test(url)],
  ['start', (_name: string, url: string) => url.includes('node:internal/modules')],
] as const;

const IDLE = new Set(['(idle)', '(root)']);

function kindOf(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): keyof ProfileShares {
  for (let at: ProfileNode | undefined = node; at; at = parents.get(at.id)) {
    const { functionName, url } = at.callFrame;
    const kind = KINDS.find(([, matches]) => matches(functionName, url));
    if (kind) {
      return kind[0];
    }
  }
  return 'other';
}

/** Sums up a profile that `node --cpu-prof` wrote. The start of the process is left out. */
export function sharesOf({ nodes, samples, timeDeltas }: CpuProfile): ProfileShares {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map<number, ProfileNode>();
  for (const node of nodes) {
    node.children?.forEach((child) => parents.set(child, node));
  }
  const times = new Map<keyof ProfileShares, number>(KINDS.map(([kind]) => [kind, 0]));
  samples.forEach((id, index) => {
    const node = byId.get(id);
    if (node && !IDLE.has(node.callFrame.functionName)) {
      const kind = kindOf(node, parents);
      times.set(kind, (times.get(kind) ?? 0) + (timeDeltas[index] ?? 0));
    }
  });
  times.delete('start');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return Object.fromEntries(
    [...times].map(([kind, time]) => [kind, Number((time / total).toFixed(3))])
  ) as ProfileShares;
}

/** Sums up the one profile of a folder. */
export function readProfile(folder: string): ProfileShares {
  const name = readdirSync(folder).find((file) => file.endsWith('.cpuprofile'));
  if (name === undefined) {
    throw new Error(`the proxy left no profile in ${folder}`);
  }
  return sharesOf(JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as CpuProfile);
}
