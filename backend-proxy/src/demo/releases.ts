import { Random } from './random';
import { AGES, type DemoPlan } from './timeline';

/** A version of the app and how it runs. */
export interface Release {
  version: string;
  /** Days after the beginning of the pilot. */
  age: number;
  /** Seconds, median on an iPhone. */
  launch: number;
  /** Bytes, median on an iPhone. */
  memory: number;
  /** Frames per second, median. */
  fps: number;
  /** Chance of a crash a launch. */
  crashes: number;
  /** Chance of a hang or a failed request a launch. */
  faults: number;
  /** Factor on the time that journeys take, and on how often they are given up. */
  drag: number;
}

const HEALTHY = { launch: 1.01, memory: 125e6, fps: 59.7, crashes: 0.0009, faults: 0.03, drag: 0.97 };

const RELEASES: readonly Release[] = [
  { version: '2.3.0', age: 0, launch: 1.06, memory: 123e6, fps: 59.5, crashes: 0.0013, faults: 0.035, drag: 1 },
  {
    version: '2.4.0',
    age: AGES.badRelease,
    launch: 1.42,
    memory: 139e6,
    fps: 58.6,
    crashes: 0.009,
    faults: 0.09,
    drag: 1.14,
  },
  { version: '2.5.0', age: AGES.goodRelease, ...HEALTHY },
];

/** Days between two releases after those that are written down: a demo may run for months. */
const CADENCE_DAYS = 42;
/** Days until half of the devices have a release. */
const MEDIAN_DELAY_DAYS = 3.5;

/** The version on a user's device, `age` days after the beginning of the pilot. Everybody updates in their own time. */
export function releaseOn({ seed }: DemoPlan, user: number, age: number): Release {
  const [first, ...later] = releasesUntil(age);
  let installed = first as Release;
  for (const release of later) {
    const delay = Math.min(18, new Random(seed, 'update', user, release.version).around(MEDIAN_DELAY_DAYS, 0.9));
    if (age >= release.age + delay) {
      installed = release;
    }
  }
  return installed;
}

function releasesUntil(age: number): Release[] {
  const written = RELEASES.filter((release) => release.age <= age || release.age === 0);
  const last = RELEASES.at(-1) as Release;
  const further = Math.max(0, Math.floor((age - last.age) / CADENCE_DAYS));
  const later = Array.from({ length: further }, (_, i) => ({
    ...HEALTHY,
    version: `2.${6 + i}.0`,
    age: last.age + (i + 1) * CADENCE_DAYS,
  }));
  return [...written, ...later];
}
