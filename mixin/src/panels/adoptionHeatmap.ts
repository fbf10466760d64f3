import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { BY_ROLE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { adoption } from '../queries/model';
import { target } from '../queries/target';

/** Type of our heatmap panel. */
export const HEATMAP_PANEL = 'lopan-adoptionheatmap-panel';

/** Features by role; choosing a cell narrows the dashboard to its role. */
export function adoptionHeatmap(config: MixinConfig, id: number): PanelBuilder {
  return new PanelBuilder()
    .type(HEATMAP_PANEL)
    .id(id)
    .title('Feature adoption by role')
    .description(
      'Share of the active users of a role that used a feature in the range. Choosing a cell sets the role of the ' +
        'dashboard. The total is over all roles.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', adoption('userRole', BY_ROLE)))
    .options({ columnVariable: 'role' });
}
