import { Random } from './random';

/** The first eight digits of every id that the demo makes up: events, users, sessions. */
export const demoNamespace = 'de300000';

/** All ids of the demo lie in `from <= id < to`, which an index over ids can use. Ids of other sources do not. */
export const demoIdRange = {
  from: `${demoNamespace}-0000-8000-8000-000000000000`,
  to: 'de300001-0000-0000-0000-000000000000',
} as const;

const DEMO_ID = new RegExp(`^${demoNamespace}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$`, 'i');

/** Whether an id was made up by the demo. Version 8 leaves no room for an id that only happens to begin alike. */
export function isDemoId(id: string): boolean {
  return DEMO_ID.test(id);
}

/** What an id is for; ids of different kinds never meet. */
export enum IdKind {
  User = 1,
  Visit,
  LiveVisit,
  Report,
  LiveReport,
}

/** Where an id comes from; the same origin gives the same id. */
export interface IdOrigin {
  kind: IdKind;
  /** Day or minute since 1970, below 2^28. */
  slot: number;
  /** User or site, below 2^20. */
  actor: number;
  /** Counts the ids of one actor in one slot, below 2^12. */
  counter: number;
}

/** A UUID of version 8, unique by its origin and not by chance. */
export function demoId(seed: number, { kind, slot, actor, counter }: IdOrigin): string {
  const tag = Math.floor(new Random(seed, 'id').next() * 0x10000);
  return [
    demoNamespace,
    hex(tag, 4),
    `8${hex(kind, 3)}`,
    `8${hex(counter, 3)}`,
    `${hex(slot, 7)}${hex(actor, 5)}`,
  ].join('-');
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
