import type { Random } from '../random';
import type { Visit } from '../visit';
import type { EventBody } from './body';

/** Actions a minute of a person of average pace. */
const ACTIONS_PER_MINUTE = 1.8;

/** The visit as a session: how long, how much was done, with which features. */
export function sessionReport(random: Random, visit: Visit): EventBody {
  const { user, release, slowness, seconds, features } = visit;
  const tempo = (ACTIONS_PER_MINUTE * user.pace) / (release.drag * slowness);
  const actions = Math.max(0, Math.round((seconds / 60) * random.around(tempo, 0.22)));
  return {
    type: 'session',
    ...visit.attributes,
    userId: user.id,
    sessionDuration: seconds,
    screenViews: actions + random.integer(1, 6),
    actionsCompleted: actions,
    // Older screens do not count what they create.
    ...(random.chance(0.92) && { dataCreated: random.count(actions / 4.2) }),
    featuresUsed: features,
  };
}
