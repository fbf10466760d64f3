import { FEATURES } from '@lopan/catalogue';
import { demoId, IdKind } from './demoId';
import { Random } from './random';
import { DEFAULT_ADOPTION, ROLE_MODELS, ROLES, type Role } from './roles';
import type { Site } from './plant';
import { AGES, type DemoPlan } from './timeline';

/** A person at the plant. */
export interface User {
  index: number;
  id: string;
  role: Role;
  site: Site;
  deviceType: 'iPhone' | 'iPad';
  /** Which of the rotating crews, 0 to 2. */
  crew: number;
  /** Days after the beginning of the pilot: first and, exclusively, last day with the app. */
  joined: number;
  left: number;
  /** Days after joining on which each feature was taken up; features that never were are absent. */
  features: ReadonlyMap<string, number>;
  /** Around 1: how quickly the person works. */
  pace: number;
}

const PILOT_USERS = 40;
const ROLLOUT_USERS = 104;
/** Days between two newcomers once everybody is on board. */
const NEWCOMER_DAYS = 4;

/** The people who have joined by this age, in the order of joining. */
export function usersUntil(plan: DemoPlan, age: number): User[] {
  const users: User[] = [];
  for (let index = 0; joinedAt(index) <= age; index += 1) {
    users.push(userAt(plan, index));
  }
  return users;
}

/** Whether the person has the app at this age. */
export function isEmployed({ joined, left }: User, age: number): boolean {
  return age >= joined && age < left;
}

function userAt({ seed }: DemoPlan, index: number): User {
  const random = new Random(seed, 'user', index);
  const role = random.pick(ROLES.map((name) => [name, ROLE_MODELS[name].share] as const));
  const joined = joinedAt(index);
  return {
    index,
    id: demoId(seed, { kind: IdKind.User, slot: 0, actor: index, counter: 0 }),
    role,
    // The pilot ran in the north alone.
    site: index < PILOT_USERS || random.chance(0.36) ? 'north' : 'south',
    deviceType: random.chance(ROLE_MODELS[role].iPad) ? 'iPad' : 'iPhone',
    crew: index % 3,
    joined,
    left: joined + stay(random),
    features: takenUp(random, role),
    pace: random.around(1, 0.15),
  };
}

/** Pilot in the first weeks, roll-out at an even pace, then a newcomer every few days for as long as the demo runs. */
function joinedAt(index: number): number {
  if (index < PILOT_USERS) {
    return Math.floor((index * 20) / PILOT_USERS);
  }
  const rollout = index - PILOT_USERS;
  return rollout < ROLLOUT_USERS
    ? Math.floor(AGES.rollout + (rollout * (AGES.rolledOut - AGES.rollout)) / ROLLOUT_USERS)
    : AGES.rolledOut + (rollout - ROLLOUT_USERS + 1) * NEWCOMER_DAYS;
}

/** Days until the person stops using the app: some in the first month, some in the next two, few later. */
function stay(random: Random): number {
  const fate = random.next();
  if (fate < 0.11) {
    return random.integer(4, 29);
  }
  return fate < 0.25 ? random.integer(38, 89) : random.integer(120, 900);
}

function takenUp(random: Random, role: Role): Map<string, number> {
  const taken = new Map<string, number>();
  for (const { id } of FEATURES) {
    const chance = ROLE_MODELS[role].adoption[id] ?? DEFAULT_ADOPTION;
    const day = Math.floor(random.between(0, 1) ** 2 * 24);
    if (random.chance(chance)) {
      taken.set(id, chance > 0.9 ? 0 : day);
    }
  }
  return taken;
}
