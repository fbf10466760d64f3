import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';

/** Grafana's data source that hands on what another panel of the same dashboard was answered. */
export const SHARED_SOURCE = { type: 'datasource', uid: '-- Dashboard --' } as const;

/** A target that asks nothing: it takes the answer of another panel, before that panel's transformations. */
export function answerOf(panelId: number): Builder<Dataquery> {
  const built = {
    refId: 'A',
    datasource: SHARED_SOURCE,
    panelId,
    withTransforms: false,
    _implementsDataqueryVariant: (): void => undefined,
  };
  return { build: () => built };
}
