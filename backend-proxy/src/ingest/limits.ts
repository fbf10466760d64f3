/** What events may hold: read by validation, and shown in the OpenAPI document. */

/** Limits of a number; without one the magnitude alone is bounded. */
export interface NumberLimits {
  min?: number;
  max?: number;
  integer?: boolean;
  /** The minimum itself is out of range too. */
  exclusiveMin?: boolean;
}

/** No quantity of a plant comes near; sums of any number of values within it stay finite. */
const MAX_MAGNITUDE = 1e100;

/** The smallest number within limits, included but for `exclusiveMin`. */
export function leastOf({ min = -MAX_MAGNITUDE }: NumberLimits): number {
  return min;
}

/** The largest number within limits, included. */
export function mostOf({ max, integer }: NumberLimits): number {
  return max ?? (integer ? Number.MAX_SAFE_INTEGER : MAX_MAGNITUDE);
}

/** Of a share in %. */
export const PERCENT = { min: 0, max: 100 } as const;
/** Of a quantity that can be none. */
export const NOT_NEGATIVE = { min: 0 } as const;
/** Of things that are counted. */
export const COUNT = { min: 0, integer: true } as const;
/** Of a quantity that cannot be none. */
export const POSITIVE = { min: 0, exclusiveMin: true } as const;
/** Of things of which there is one at least. */
export const POSITIVE_COUNT = { min: 1, integer: true } as const;
/** Of a customer's satisfaction. */
export const STARS = { min: 0, max: 5 } as const;
/** Of a launch, s. */
export const LAUNCH_SECONDS = { min: 0, max: 99.99 } as const;
/** Of scrolling, frames per second. */
export const FRAME_RATE = { min: 0, max: 999.9 } as const;

/** Longest text of common and free string fields, in characters. */
export const MAX_TEXT = 50;
/** Longest version of an app, in characters. */
export const MAX_APP_VERSION = 20;
/** Longest reason of a reported error, in characters. */
export const MAX_REASON = 500;
/** Longest device id that is taken, in characters. */
export const MAX_DEVICE_ID = 200;
/** Steps of a journey. */
export const MAX_STEPS = 100;
/** Errors of a performance event. */
export const MAX_ERRORS = 20;
/** A list of features names each at most a few times; longer ones are a fault of the sender. */
export const MAX_FEATURES_USED = 1000;
/** Kinds of reported errors. */
export const ERROR_KINDS = ['crash', 'hang', 'oom', 'error'] as const;
