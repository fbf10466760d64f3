import { ORG, TEXT, UID } from './common';

export const DATA_SOURCES_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'datasources'],
  properties: {
    apiVersion: { const: 1 },
    datasources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'uid', 'type', 'orgId', 'access', 'url'],
        properties: {
          name: TEXT,
          uid: UID,
          type: TEXT,
          orgId: ORG,
          access: { const: 'proxy' },
          url: TEXT,
          isDefault: { const: false },
          editable: { type: 'boolean' },
          jsonData: { type: 'object' },
          secureJsonData: { type: 'object', additionalProperties: { type: 'string', pattern: '^\\$' } },
        },
      },
    },
  },
} as const;

/** Keys are in snake_case here, unlike everywhere else in provisioning. */
export const APPS_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'apps'],
  properties: {
    apiVersion: { const: 1 },
    apps: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'org_id', 'disabled'],
        properties: { type: TEXT, org_id: ORG, disabled: { const: false } },
      },
    },
  },
} as const;

export const DASHBOARD_PROVIDERS_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'providers'],
  properties: {
    apiVersion: { const: 1 },
    providers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'type', 'orgId', 'folder', 'options'],
        properties: {
          name: TEXT,
          type: { const: 'file' },
          orgId: ORG,
          folder: TEXT,
          disableDeletion: { type: 'boolean' },
          allowUiUpdates: { type: 'boolean' },
          updateIntervalSeconds: { type: 'integer', minimum: 1 },
          options: {
            type: 'object',
            additionalProperties: false,
            required: ['path'],
            properties: { path: TEXT, foldersFromFilesStructure: { type: 'boolean' } },
          },
        },
      },
    },
  },
} as const;
