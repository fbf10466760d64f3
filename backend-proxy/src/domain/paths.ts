/** How often one screen followed another at a position of journeys. */
export interface Transition {
  /** Position of `from` in its journey, from 1. */
  step: number;
  from: string;
  /** The screen after it; null where the journey ended. */
  to: string | null;
  count: number;
}

export type PathNodeKind = 'screen' | 'other' | 'left';

/** A screen (or what stands for several) at one position: nodes are unrolled by step, so that no cycle exists. */
export interface PathNode {
  id: string;
  step: number;
  kind: PathNodeKind;
  /** Name of the screen; the kind where there is none. */
  name: string;
  count: number;
}

export interface PathEdge {
  id: string;
  source: string;
  target: string;
  count: number;
}

export interface PathGraph {
  nodes: PathNode[];
  edges: PathEdge[];
  /** Screens (per step) that went into `other` because they are not among the most frequent. */
  rare: number;
  /** … and because fewer journeys passed them than may be shown. */
  few: number;
}

interface PathGraphOptions {
  /** Steps shown; what comes after them is one node `other`. */
  maxSteps: number;
  /** Screens kept a step. */
  top: number;
  /** Screens that fewer journeys passed go into `other`. */
  minN: number;
}

type NodeKey = Pick<PathNode, 'step' | 'kind' | 'name'>;

const idOf = ({ step, kind, name }: NodeKey): string =>
  kind === 'screen' ? `${step}:${kind}:${name}` : `${step}:${kind}`;

/** The screens that are kept at each step. */
function keptScreens(
  transitions: readonly Transition[],
  { top, minN }: PathGraphOptions
): { kept: ReadonlyMap<number, ReadonlySet<string>>; rare: number; few: number } {
  const counts = new Map<number, Map<string, number>>();
  for (const { step, from, count } of transitions) {
    const own = counts.get(step) ?? new Map<string, number>();
    own.set(from, (own.get(from) ?? 0) + count);
    counts.set(step, own);
  }
  const kept = new Map<number, Set<string>>();
  let [rare, few] = [0, 0];
  for (const [step, own] of counts) {
    const ranked = [...own].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const enough = ranked.filter(([, count]) => count >= minN);
    few += ranked.length - enough.length;
    rare += Math.max(0, enough.length - top);
    kept.set(step, new Set(enough.slice(0, top).map(([screen]) => screen)));
  }
  return { kept, rare, few };
}

/**
 * The graph of journeys: what enters a node leaves it, to a screen, to `other` or to `left`, which alone lets nothing
 * out. Each journey counts once a step.
 */
export function pathGraph(transitions: readonly Transition[], options: PathGraphOptions): PathGraph {
  const { kept, rare, few } = keptScreens(transitions, options);
  const nodes = new Map<string, PathNode>();
  const edges = new Map<string, PathEdge>();
  const connect = (from: NodeKey, to: NodeKey, count: number): void => {
    const [source, target] = [idOf(from), idOf(to)];
    const id = `${source} → ${target}`;
    const edge = edges.get(id) ?? { id, source, target, count: 0 };
    edge.count += count;
    edges.set(id, edge);
    for (const [own, key] of [
      [source, from],
      [target, to],
    ] as const) {
      nodes.set(own, nodes.get(own) ?? { id: own, ...key, count: 0 });
    }
  };
  const screenAt = (step: number, screen: string): NodeKey =>
    kept.get(step)?.has(screen) ? { step, kind: 'screen', name: screen } : { step, kind: 'other', name: 'other' };
  const leftAt = (step: number): NodeKey => ({ step, kind: 'left', name: 'left' });

  for (const { step, from, to, count } of transitions) {
    connect(screenAt(step, from), to === null ? leftAt(step + 1) : screenAt(step + 1, to), count);
    if (to !== null && step === options.maxSteps) {
      connect(screenAt(step + 1, to), leftAt(step + 2), count);
    }
  }
  // A node's count is what enters it; nothing enters a first one.
  for (const { source, target, count } of edges.values()) {
    const [from, to] = [nodes.get(source), nodes.get(target)];
    if (from?.step === 1) {
      from.count += count;
    }
    if (to) {
      to.count += count;
    }
  }
  return {
    nodes: [...nodes.values()].sort((a, b) => a.step - b.step || b.count - a.count || (a.id < b.id ? -1 : 1)),
    edges: [...edges.values()].sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
    rare,
    few,
  };
}
