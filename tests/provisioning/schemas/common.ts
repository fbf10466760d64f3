/** A uid as Grafana takes it. */
export const UID = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' } as const;

/** A duration as Grafana and Alertmanager take it. */
export const DURATION = { type: 'string', pattern: '^[0-9]+(ms|s|m|h|d|w)$' } as const;

export const TEXT = { type: 'string', minLength: 1 } as const;
export const TEXT_MAP = { type: 'object', additionalProperties: { type: 'string' } } as const;
export const ORG = { type: 'integer', minimum: 1 } as const;
