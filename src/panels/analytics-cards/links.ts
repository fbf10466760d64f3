import type { Field, LinkModel, ValueLinkConfig } from '@grafana/data';
import type { CardContext } from './context';

/**
 * The data links of a card; `undefined` where there are none. Links that the panel sets go before those that come with
 * the data, which lead to Explore: one link makes the whole card a link, and the panel knows better where to.
 */
export function cardLinks(
  { config, getLinks }: Field,
  { ownLinks }: CardContext,
  at: ValueLinkConfig
): (() => LinkModel[]) | undefined {
  const count = config.links?.length ?? 0;
  if (!getLinks || count === 0) {
    return undefined;
  }
  const own = ownLinks > 0 && ownLinks < count ? -ownLinks : 0;
  return () => getLinks(at).slice(own);
}
