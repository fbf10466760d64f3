import type { AnnotationSupport } from '@grafana/data';
import { QUERY_DEFAULTS } from './defaults';
import { migrateQuery } from './migrations';
import type { LopanQuery } from './types';

/** Annotations show releases unless another query is chosen; the answer has the columns that Grafana looks for. */
export const releaseAnnotations: AnnotationSupport<LopanQuery> = {
  getDefaultQuery: () => QUERY_DEFAULTS.releases,
  // Before anybody has chosen, Grafana stores a target of nothing but a reference, while its editor shows the default.
  prepareQuery: ({ target }) => {
    const refId = target?.refId ?? 'Anno';
    return migrateQuery(target?.queryType ? target : { ...QUERY_DEFAULTS.releases, refId });
  },
};
