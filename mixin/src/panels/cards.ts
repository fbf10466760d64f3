import type { Dimension } from '@lopan/catalogue';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Filters } from '../boards/variables';
import type { MixinConfig } from '../config';
import { summary } from '../queries/model';
import { target } from '../queries/target';
import { exploreLink } from './explore';

/** Type of our card panel. */
export const CARDS_PANEL = 'lopan-analyticscard-panel';

export interface CardsSpec {
  id: number;
  title: string;
  description: string;
  kpis: readonly string[];
  /** A card per KPI and value of this dimension. */
  by?: Dimension;
  filters: { readonly filters: Filters };
  /** Cards side by side; 0 lets the panel choose by its size. */
  columns: number;
}

/** Cards for KPIs, compared with the range before the dashboard's, each leading to Explore. */
export function cardsPanel(config: MixinConfig, spec: CardsSpec): PanelBuilder {
  const query = summary(spec.kpis, { ...spec.filters, ...(spec.by && { groupBy: [spec.by] }) });
  return new PanelBuilder()
    .type(CARDS_PANEL)
    .id(spec.id)
    .title(spec.title)
    .description(spec.description)
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', query))
    .options({ columns: spec.columns })
    .dataLinks([exploreLink(config)]);
}
