import { QueryVariableBuilder, VariableRefresh, VariableSort } from '@grafana/grafana-foundation-sdk/dashboard';
import type { MixinConfig } from '../config';
import { QUERY_SCHEMA_VERSION } from '../queries/model';

/** Filter that follows the dashboard's role variable; with "All" the data source drops it. */
export const BY_ROLE = { filters: { userRole: ['${role}'] } } as const;

/** The role variable: several roles at once, all of them at first, values from what was observed. */
export function roleVariable(config: MixinConfig): QueryVariableBuilder {
  return new QueryVariableBuilder('role')
    .label('Role')
    .description('Only events of these user roles. All: every event, those without a role included.')
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .query({
      refId: 'role',
      schemaVersion: QUERY_SCHEMA_VERSION,
      queryType: 'dimension_values',
      dimension: 'userRole',
    })
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.AlphabeticalAsc);
}
