import { DURATION, ORG, TEXT, TEXT_MAP, UID } from './common';

/** Seconds back from the evaluation; Grafana refuses the whole file for a string or a fraction. */
const RELATIVE_RANGE = {
  type: 'object',
  additionalProperties: false,
  required: ['from', 'to'],
  properties: { from: { type: 'integer', minimum: 1 }, to: { type: 'integer', minimum: 0 } },
} as const;

const EXPRESSION = {
  type: 'object',
  additionalProperties: false,
  required: ['refId', 'datasourceUid', 'model'],
  properties: {
    refId: TEXT,
    datasourceUid: { const: '__expr__' },
    model: {
      type: 'object',
      additionalProperties: false,
      required: ['refId', 'type', 'expression'],
      properties: { refId: TEXT, type: { const: 'math' }, expression: TEXT },
    },
  },
} as const;

const CLASSIC = {
  type: 'object',
  additionalProperties: false,
  required: ['refId', 'datasourceUid', 'model'],
  properties: {
    refId: TEXT,
    datasourceUid: { const: '__expr__' },
    model: {
      type: 'object',
      additionalProperties: false,
      required: ['refId', 'type', 'conditions'],
      properties: {
        refId: TEXT,
        type: { const: 'classic_conditions' },
        conditions: {
          type: 'array',
          minItems: 1,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['type', 'evaluator', 'operator', 'query', 'reducer'],
            properties: {
              type: { const: 'query' },
              evaluator: {
                type: 'object',
                additionalProperties: false,
                required: ['type', 'params'],
                properties: { type: { enum: ['lt', 'gt'] }, params: { type: 'array', items: { type: 'number' } } },
              },
              operator: { type: 'object', required: ['type'], properties: { type: { enum: ['and', 'or'] } } },
              query: {
                type: 'object',
                required: ['params'],
                properties: { params: { type: 'array', minItems: 1, maxItems: 1, items: TEXT } },
              },
              reducer: { type: 'object', required: ['type'], properties: { type: { enum: ['last', 'avg'] } } },
            },
          },
        },
      },
    },
  },
} as const;

const QUERY = {
  type: 'object',
  additionalProperties: false,
  required: ['refId', 'queryType', 'relativeTimeRange', 'datasourceUid', 'model'],
  properties: {
    refId: TEXT,
    queryType: TEXT,
    relativeTimeRange: RELATIVE_RANGE,
    datasourceUid: { const: 'lopan-analytics' },
    model: {
      type: 'object',
      additionalProperties: false,
      required: ['refId', 'schemaVersion', 'queryType', 'kpis', 'format', 'completeOnly', 'completeBuckets'],
      properties: {
        refId: TEXT,
        schemaVersion: { const: 1 },
        queryType: { const: 'kpi' },
        kpis: { type: 'array', items: TEXT, minItems: 1 },
        format: { const: 'numeric' },
        groupBy: { type: 'array', items: TEXT, minItems: 1 },
        worst: { const: true },
        completeOnly: { type: 'boolean' },
        completeBuckets: { type: 'boolean' },
        minN: { type: 'integer', minimum: 0 },
        intervalMs: { type: 'integer', minimum: 1 },
        maxDataPoints: { type: 'integer', minimum: 1 },
      },
    },
  },
} as const;

/** The clock of a rule's texts: a number without labels. */
const CLOCK = {
  type: 'object',
  additionalProperties: false,
  required: ['refId', 'queryType', 'relativeTimeRange', 'datasourceUid', 'model'],
  properties: {
    refId: { const: 'T' },
    queryType: { const: 'as_of' },
    relativeTimeRange: RELATIVE_RANGE,
    datasourceUid: { const: 'lopan-analytics' },
    model: {
      type: 'object',
      additionalProperties: false,
      required: ['refId', 'schemaVersion', 'queryType', 'format'],
      properties: {
        refId: { const: 'T' },
        schemaVersion: { const: 1 },
        queryType: { const: 'as_of' },
        format: { const: 'numeric' },
        intervalMs: { type: 'integer', minimum: 1 },
        maxDataPoints: { type: 'integer', minimum: 1 },
      },
    },
  },
} as const;

/** Numbers about the data; each names what it judges, since Grafana cannot pick one of several series. */
const HEALTH = {
  type: 'object',
  additionalProperties: false,
  required: ['refId', 'queryType', 'relativeTimeRange', 'datasourceUid', 'model'],
  properties: {
    refId: TEXT,
    queryType: { enum: ['freshness', 'health', 'rejects'] },
    relativeTimeRange: RELATIVE_RANGE,
    datasourceUid: { const: 'lopan-analytics' },
    model: {
      type: 'object',
      additionalProperties: false,
      required: ['refId', 'schemaVersion', 'queryType', 'format'],
      properties: {
        refId: TEXT,
        schemaVersion: { const: 1 },
        queryType: { enum: ['freshness', 'health', 'rejects'] },
        format: { const: 'numeric' },
        metrics: { type: 'array', items: TEXT, minItems: 1, maxItems: 1 },
        types: { type: 'array', items: TEXT, minItems: 1, maxItems: 1 },
        minN: { type: 'integer', minimum: 0 },
        intervalMs: { type: 'integer', minimum: 1 },
        maxDataPoints: { type: 'integer', minimum: 1 },
      },
    },
  },
} as const;

const RULE = {
  type: 'object',
  additionalProperties: false,
  required: [
    'uid',
    'title',
    'condition',
    'data',
    'noDataState',
    'execErrState',
    'for',
    'annotations',
    'labels',
    'notification_settings',
  ],
  properties: {
    uid: UID,
    title: { type: 'string', minLength: 1, maxLength: 190 },
    condition: TEXT,
    data: { type: 'array', minItems: 2, items: { anyOf: [QUERY, CLOCK, HEALTH, EXPRESSION, CLASSIC] } },
    noDataState: { enum: ['NoData', 'Alerting', 'OK', 'KeepLast'] },
    execErrState: { enum: ['Alerting', 'Error', 'OK', 'KeepLast'] },
    for: DURATION,
    missing_series_evals_to_resolve: { type: 'integer', minimum: 1 },
    annotations: TEXT_MAP,
    labels: TEXT_MAP,
    notification_settings: {
      type: 'object',
      additionalProperties: false,
      required: ['receiver', 'group_by'],
      properties: {
        receiver: TEXT,
        group_by: { type: 'array', items: TEXT },
        group_wait: DURATION,
        group_interval: DURATION,
        repeat_interval: DURATION,
      },
    },
  },
} as const;

/** Files with rules: no other key may appear, `policies` above all, which would replace the organisation's whole tree. */
export const RULES_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'groups'],
  properties: {
    apiVersion: { const: 1 },
    groups: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['orgId', 'name', 'folder', 'interval', 'rules'],
        properties: {
          orgId: ORG,
          name: TEXT,
          folder: TEXT,
          interval: DURATION,
          rules: { type: 'array', minItems: 1, items: RULE },
        },
      },
    },
    deleteRules: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['orgId', 'uid'],
        properties: { orgId: ORG, uid: UID },
      },
    },
  },
} as const;

export const CONTACT_POINTS_FILE = {
  type: 'object',
  additionalProperties: false,
  required: ['apiVersion', 'contactPoints'],
  properties: {
    apiVersion: { const: 1 },
    contactPoints: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['orgId', 'name', 'receivers'],
        properties: {
          orgId: ORG,
          name: TEXT,
          receivers: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['uid', 'type', 'settings'],
              properties: {
                uid: UID,
                type: { const: 'webhook' },
                disableResolveMessage: { const: false },
                settings: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['url'],
                  properties: { url: TEXT, httpMethod: { enum: ['POST', 'PUT'] }, title: TEXT, message: TEXT },
                },
              },
            },
          },
        },
      },
    },
  },
} as const;
