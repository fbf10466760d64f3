import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { MixinConfig } from '../config';
import type { LopanQuery } from './model';

/** A panel's target: our query with the reference to the data source, in the shape the dashboard builders take. */
export function target(config: Pick<MixinConfig, 'dataSource'>, refId: string, query: LopanQuery): Builder<Dataquery> {
  const built = {
    refId,
    datasource: { type: config.dataSource.type, uid: config.dataSource.uid },
    ...query,
    _implementsDataqueryVariant: (): void => undefined,
  };
  return { build: () => built };
}
