import type { AnnotationSupport } from '@grafana/data';
import { QUERY_DEFAULTS } from './defaults';
import { migrateQuery } from './migrations';
import type { LopanQuery } from './types';

/** Annotations show releases unless another query is chosen; the answer has the columns that Grafana looks for. */
export const releaseAnnotations: AnnotationSupport<LopanQuery> = {
  getDefaultQuery: () => QUERY_DEFAULTS.releases,
  prepareQuery: ({ target }) => migrateQuery(target ?? { ...QUERY_DEFAULTS.releases, refId: 'Anno' }),
};
