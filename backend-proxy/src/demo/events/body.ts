import type { AnalyticsEvent } from '@lopan/client';

type WithoutStamp<T> = T extends AnalyticsEvent ? Omit<T, 'id' | 'timestamp' | 'sequence'> : never;

/** An event without the time and the id that it gets when its place in the day is known. */
export type EventBody = WithoutStamp<AnalyticsEvent>;

/** An event of a visit: `at` tells when, 0 for its beginning and 1 for its end. */
export interface PlacedEvent {
  at: number;
  body: EventBody;
}
