/** What Grafana has to say of each way in which a proxy can fail. */
import type { Fault } from './faultyProxy';

/** What panels, Explore and alert rules show. */
export const SENTENCES: Readonly<Record<Exclude<Fault, 'well'>, string>> = {
  away: 'the Lopan proxy cannot be reached: the connection was closed in the middle',
  slow: 'the Lopan proxy did not answer in time: narrow the range, or raise the timeout of the data source',
  rubbish: 'the answer of the Lopan proxy cannot be read: it is no list of results',
  401: 'the Lopan proxy does not accept the API key: The key in the Authorization header is missing or unknown',
  429: 'the Lopan proxy gets too many requests: More requests than the proxy takes. Try again in 5 seconds',
  500: 'the Lopan proxy failed: Something went wrong inside the proxy. Its log has the details under this request id',
};

export const FAULTS: ReadonlyArray<Exclude<Fault, 'well'>> = ['away', 'slow', 'rubbish', 401, 429, 500];
