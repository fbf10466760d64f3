import { JOURNEYS, type JourneyModel } from '../journeys';
import { clamp, round, type Random } from '../random';
import type { Visit } from '../visit';
import type { PlacedEvent } from './body';

/** Chance that somebody goes back a screen before going on. */
const DETOUR = 0.12;

/** A journey through one of the visit's features; `undefined` when none of them has one. */
export function journeyRun(random: Random, visit: Visit): PlacedEvent | undefined {
  const choices = JOURNEYS.filter(({ feature }) => visit.features.includes(feature));
  if (choices.length === 0) {
    return undefined;
  }
  const model = random.pick(choices.map((journey) => [journey, journey.weight] as const));
  const drag = visit.release.drag * visit.slowness * (1 + 0.15 * visit.trouble);
  // A slow app is given up more often than it is slow.
  const abandoned = random.chance(clamp(model.abandoned * drag ** 3, 0, 0.6));
  const steps = walk(random, model, abandoned);
  const done = abandoned ? (steps.length / model.screens.length) * 1.1 : 1;
  const pace = (model.pace * drag * done) / visit.user.pace ** 0.5;
  return {
    at: random.between(0.3, 0.98),
    body: {
      type: 'journey',
      ...visit.attributes,
      userId: visit.user.id,
      startPoint: model.screens[0],
      endPoint: model.screens.at(-1) ?? model.screens[0],
      completionTime: round(random.around(model.expected * pace, 0.27), 1),
      expectedDuration: model.expected,
      stepCount: steps.length,
      steps,
      ...(abandoned && { abandonmentPoint: steps.at(-1) }),
    },
  };
}

/** The screens that were seen, with detours; an abandoned run ends mostly at the hurdle, else somewhere before the end. */
function walk(random: Random, { screens, hurdle }: JourneyModel, abandoned: boolean): string[] {
  const stop = random.chance(0.7) ? screens.indexOf(hurdle) : random.integer(0, screens.length - 2);
  const last = abandoned ? stop : screens.length - 1;
  const steps: string[] = [];
  screens.slice(0, last + 1).forEach((screen, i) => {
    const before = screens[i - 1];
    steps.push(screen);
    if (before !== undefined && i < last && random.chance(DETOUR)) {
      steps.push(before, screen);
    }
  });
  return steps;
}
