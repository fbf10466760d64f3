/** How the proxy wants events to be sent: the answer of `GET /v1/collection`. */
export interface CollectionPolicy {
  /** Events a request, at most. */
  batchSize: number;
  /** Seconds an event may wait for others before it is sent anyway. */
  flushIntervalSeconds: number;
  /** Events a request, the proxy's hard limit. */
  maxEvents: number;
  /** Bytes of a request's body on the wire, the proxy's hard limit. */
  maxBodyBytes: number;
}

/** Used until the proxy has answered for the first time: the defaults of its configuration. */
export const DEFAULT_POLICY: CollectionPolicy = {
  batchSize: 100,
  flushIntervalSeconds: 60,
  maxEvents: 10_000,
  maxBodyBytes: 1_048_576,
};

const FIELDS = ['batchSize', 'flushIntervalSeconds', 'maxEvents', 'maxBodyBytes'] as const;

/**
 * Reads the body of `GET /v1/collection`. A field that is missing keeps its value from `known`, so that an older proxy
 * does no harm.
 * @throws Error naming the field, when the body is no JSON object or a field is not a positive number.
 */
export function parsePolicy(body: string, known: CollectionPolicy): CollectionPolicy {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error('the upload policy is not a JSON object');
  }
  const policy = { ...known };
  for (const field of FIELDS) {
    const value: unknown = (parsed as Partial<Record<string, unknown>>)[field];
    if (value === undefined || value === null) {
      continue;
    }
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      throw new Error(`the upload policy has ${field} ${JSON.stringify(value)}, expected a number above 0`);
    }
    policy[field] = field === 'flushIntervalSeconds' ? value : Math.max(1, Math.floor(value));
  }
  return policy;
}

/** What is obeyed: the published policy, overridden by the caller's own wishes, within the proxy's hard limits. */
export function effectivePolicy(published: CollectionPolicy, overrides: Partial<CollectionPolicy>): CollectionPolicy {
  const merged = { ...published, ...overrides };
  return { ...merged, batchSize: Math.min(merged.batchSize, merged.maxEvents) };
}
