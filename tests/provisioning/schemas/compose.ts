import { TEXT } from './common';

/** The rules of the Compose specification for the keys that we use; any other key is a mistake until it is added here. */
const DURATION = { type: 'string', pattern: '^([0-9]+(ms|s|m|h))+$' } as const;
const SCALARS = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } } as const;

const SERVICE = {
  type: 'object',
  additionalProperties: false,
  required: ['image'],
  properties: {
    image: { type: 'string', pattern: '^[a-z0-9./-]+:[A-Za-z0-9._-]+$' },
    build: {
      type: 'object',
      additionalProperties: false,
      required: ['context', 'dockerfile'],
      properties: { context: TEXT, dockerfile: TEXT },
    },
    entrypoint: { type: 'array', items: TEXT },
    user: { type: 'string', pattern: '^[0-9]+:[0-9]+$' },
    network_mode: { enum: ['none'] },
    restart: { enum: ['no', 'always', 'on-failure', 'unless-stopped'] },
    depends_on: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['condition'],
        properties: {
          condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] },
        },
      },
    },
    environment: SCALARS,
    ports: { type: 'array', items: { type: 'string', pattern: '^.+:.+:[0-9]+$' } },
    volumes: { type: 'array', items: { type: 'string', pattern: '^.+:/[^:]+(:ro)?$' } },
    tmpfs: { type: 'array', items: { type: 'string', pattern: '^/' } },
    shm_size: { type: 'string', pattern: '^[0-9]+[kmg]$' },
    stop_grace_period: DURATION,
    read_only: { type: 'boolean' },
    cap_drop: { type: 'array', items: TEXT },
    security_opt: { type: 'array', items: TEXT },
    healthcheck: {
      type: 'object',
      additionalProperties: false,
      required: ['test', 'interval', 'timeout', 'retries'],
      properties: {
        test: { type: 'array', minItems: 2, items: TEXT },
        interval: DURATION,
        timeout: DURATION,
        retries: { type: 'integer', minimum: 1 },
        start_period: DURATION,
      },
    },
  },
} as const;

export const COMPOSE_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'services'],
  properties: {
    name: { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' },
    services: { type: 'object', minProperties: 1, additionalProperties: SERVICE },
    volumes: { type: 'object', additionalProperties: { type: 'null' } },
  },
} as const;
