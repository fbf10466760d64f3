import type { AnnotationQuery } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { MixinConfig } from '../config';
import { plain } from '../queries/model';

/** Marks the first sight of each app version on the named panels. */
export function releases(config: MixinConfig, panels: readonly number[]): Builder<AnnotationQuery> {
  const built = {
    name: 'Releases',
    datasource: { type: config.dataSource.type, uid: config.dataSource.uid },
    enable: true,
    // No switch in the head: it takes the room of a link, and nobody turns a thin line off.
    hide: true,
    iconColor: 'purple',
    filter: { ids: [...panels] },
    // The first four are what Grafana's own annotations have, and what the type demands.
    target: { limit: 100, matchAny: false, tags: [], type: 'tags', refId: 'Releases', ...plain('releases') },
  };
  return { build: () => built };
}
