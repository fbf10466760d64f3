import fc from 'fast-check';
import { pathGraph, type PathGraph, type Transition } from './paths';

/** The transitions of journeys, as the database counts them. */
function transitionsOf(journeys: ReadonlyArray<readonly string[]>, maxSteps: number): Transition[] {
  const counts = new Map<string, Transition>();
  for (const screens of journeys) {
    screens.slice(0, maxSteps).forEach((from, index) => {
      const [step, to] = [index + 1, screens[index + 1] ?? null];
      const key = JSON.stringify([step, from, to]);
      const known = counts.get(key) ?? { step, from, to, count: 0 };
      counts.set(key, { ...known, count: known.count + 1 });
    });
  }
  return [...counts.values()];
}

function flows({ nodes, edges }: PathGraph) {
  const sum = (own: PathGraph['edges']): number => own.reduce((total, { count }) => total + count, 0);
  return nodes.map((node) => ({
    ...node,
    entering: sum(edges.filter(({ target }) => target === node.id)),
    leaving: sum(edges.filter(({ source }) => source === node.id)),
  }));
}

const journeys = fc.array(
  fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'other', 'left'), { minLength: 1, maxLength: 8 }),
  {
    maxLength: 30,
  }
);
const options = fc.record({
  maxSteps: fc.integer({ min: 2, max: 6 }),
  top: fc.integer({ min: 1, max: 4 }),
  minN: fc.integer({ min: 0, max: 3 }),
});

describe('pathGraph', () => {
  it('lets what enters a node leave it, and has no cycle', () => {
    fc.assert(
      fc.property(journeys, options, (all, chosen) => {
        const graph = pathGraph(transitionsOf(all, chosen.maxSteps), chosen);
        const stepOf = new Map(graph.nodes.map(({ id, step }) => [id, step]));
        expect(stepOf.size).toBe(graph.nodes.length);
        // Every edge leads one step on, so that none can lead back.
        graph.edges.forEach(({ source, target }) =>
          expect((stepOf.get(target) ?? 0) - (stepOf.get(source) ?? 0)).toBe(1)
        );
        for (const { step, kind, count, entering, leaving } of flows(graph)) {
          expect(entering).toBe(step === 1 ? 0 : count);
          expect(leaving).toBe(kind === 'left' ? 0 : count);
        }
        const of = (own: (node: PathGraph['nodes'][number]) => boolean): number =>
          graph.nodes.filter(own).reduce((total, { count }) => total + count, 0);
        expect(of(({ step }) => step === 1)).toBe(all.length);
        expect(of(({ kind }) => kind === 'left')).toBe(all.length);
      })
    );
  });

  it('shows no more screens a step than asked for, none that too few passed', () => {
    fc.assert(
      fc.property(journeys, options, (all, chosen) => {
        const { nodes } = pathGraph(transitionsOf(all, chosen.maxSteps), chosen);
        for (const { step, kind, count } of nodes) {
          expect(nodes.filter((node) => node.step === step && node.kind === 'screen').length).toBeLessThanOrEqual(
            chosen.top
          );
          expect(kind !== 'screen' || count >= chosen.minN).toBe(true);
        }
      })
    );
  });

  it('tells a screen that is called other from the rest of the screens', () => {
    const graph = pathGraph(transitionsOf([['other'], ['other'], ['a'], ['b', 'left']], 3), {
      maxSteps: 3,
      top: 1,
      minN: 0,
    });
    expect(graph.nodes.map(({ id, count }) => [id, count])).toEqual([
      ['1:other', 2],
      ['1:screen:other', 2],
      ['2:left', 3],
      ['2:screen:left', 1],
      ['3:left', 1],
    ]);
    expect(graph.rare).toBe(2);
  });

  it('gathers what comes after the last step', () => {
    const graph = pathGraph(transitionsOf([['a', 'b', 'c', 'd']], 2), { maxSteps: 2, top: 5, minN: 0 });
    expect(graph.nodes.map(({ id }) => id)).toEqual(['1:screen:a', '2:screen:b', '3:other', '4:left']);
  });

  it('is empty without journeys', () => {
    expect(pathGraph([], { maxSteps: 6, top: 20, minN: 0 })).toEqual({ nodes: [], edges: [], rare: 0, few: 0 });
  });
});
