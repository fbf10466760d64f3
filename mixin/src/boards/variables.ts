import type { Dimension } from '@lopan/catalogue';
import { QueryVariableBuilder, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';
import { QUERY_SCHEMA_VERSION } from '../queries/model';

/** Filters that follow variables of a dashboard; the data source drops those that stand at "All". */
export type Filters = Partial<Record<Dimension, readonly string[]>>;

/** Follows the role variable. */
export const BY_ROLE: { readonly filters: Filters } = { filters: { userRole: ['${role}'] } };
/** Follows the role and the site variable. */
export const BY_ROLE_AND_SITE: { readonly filters: Filters } = {
  filters: { userRole: ['${role}'], site: ['${site}'] },
};

/** The role variable. */
export function roleVariable(config: MixinConfig): QueryVariableBuilder {
  return dimensionVariable(config, 'role', 'userRole')
    .label('Role')
    .description('Only events of these user roles. All: every event, those without a role included.');
}

/** The site variable. */
export function siteVariable(config: MixinConfig): QueryVariableBuilder {
  return dimensionVariable(config, 'site', 'site')
    .label('Site')
    .description('Only events of these sites. All: every event, those without a site included.');
}

/** Several values of a dimension at once, all of them at first, from what was observed. */
function dimensionVariable(config: MixinConfig, name: string, dimension: Dimension): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .query({ refId: name, schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'dimension_values', dimension })
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.AlphabeticalAsc);
}
