/** Names that the provisioning gives. */
export const DATA_SOURCE = { name: 'Lopan Analytics', uid: 'lopan-analytics', file: 'lopan.yaml' } as const;

/** Where Grafana answers queries. */
export const isQuery = (url: string) => url.includes('/api/ds/query');
