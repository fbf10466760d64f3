import { GraphDrawStyle } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { BY_ROLE_AND_SITE } from '../boards/variables';
import { kpiOf, type MixinConfig } from '../config';
import { kpiSeries } from '../queries/model';
import { target } from '../queries/target';
import { noLegend, pointTooltip } from './plainChart';

/**
 * Active users of each of the last two weeks' dates, today's so far. They are counted by whole dates, so the panel has a
 * range of its own: `0d/d` stretches it to the beginning of the first and the end of the last date.
 */
export function activeUsers(config: MixinConfig, id: number): PanelBuilder {
  const kpi = kpiOf(config, 'dau');
  return new PanelBuilder()
    .id(id)
    .title('Active users per day')
    .description(`${kpi.description} The last two weeks; the last bar is today so far.`)
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', kpiSeries([kpi.id], { ...BY_ROLE_AND_SITE, interval: '1d', completeOnly: false })))
    .timeFrom('13d')
    .timeShift('0d/d')
    .hideTimeOverride(true)
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(70)
    .lineWidth(1)
    .axisSoftMin(0)
    .legend(noLegend())
    .tooltip(pointTooltip())
    .overrideByFieldType('number', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } }]);
}
