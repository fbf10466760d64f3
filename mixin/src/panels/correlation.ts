import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TablePanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import {
  PanelBuilder as XyChartPanelBuilder,
  SeriesMapping,
  XYShowMode,
} from '@grafana/grafana-foundation-sdk/xychart';
import { BY_ROLE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { correlation, kpiSeries } from '../queries/model';
import { target } from '../queries/target';
import { noLegend, pointTooltip } from './plainChart';
import { exploreQuery } from './explore';
import { arrange, type Column, columnOverrides, WRAPPED } from './tableColumns';

/** Columns that the table leaves out. */
const DROPPED = [
  'n_eff',
  'rho',
  'p',
  'lag',
  'slope',
  'intercept',
  'target',
  'predicted',
  'predicted_low',
  'predicted_high',
  'technical_title',
  'business_title',
];
/** Columns that the link reads. */
const FOR_LINK = ['technical', 'business'];

function columnsOf(config: MixinConfig): Column[] {
  const link = exploreQuery(
    config,
    'Open both over time in Explore',
    kpiSeries(['${__data.fields.technical}', '${__data.fields.business}'])
  );
  return [
    {
      name: 'relation',
      heading: 'In words',
      properties: [...WRAPPED, { id: 'custom.minWidth', value: 240 }, { id: 'links', value: [link.build()] }],
    },
    { name: 'r', heading: 'r', width: 65 },
    { name: 'q', heading: 'q', width: 70 },
    { name: 'n', heading: 'Days', width: 65 },
  ];
}

/** How technical metrics go with business metrics, in words, the clearest first. */
export function correlationTable(config: MixinConfig, id: number): TablePanelBuilder {
  const columns = columnsOf(config);
  return new TablePanelBuilder()
    .id(id)
    .title('Does the app move the business?')
    .description(
      'How the performance of the app goes with business results, day by day over the whole dates of the range. r is ' +
        'the strength, from −1 to 1; q the share of false alarms among finds as clear as this one, and only pairs under ' +
        '0.05 count as related. A correlation is no proof of a cause. The words open both over time.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', correlation('table', BY_ROLE)))
    .withTransformation({ id: 'sortBy', options: { fields: {}, sort: [{ field: 'q', desc: false }] } })
    .withTransformation(
      arrange(
        columns.map(({ name }) => name),
        DROPPED
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(columns, FOR_LINK));
}

/** A point a day of the pair that goes together most closely, whichever that is. */
export function strongestPairChart(config: MixinConfig, id: number): XyChartPanelBuilder {
  return new XyChartPanelBuilder()
    .id(id)
    .title('The closest pair, day by day')
    .description(
      'A point a day: across, the technical metric; up, the business metric of the pair with the largest r in the range. ' +
        'Points along a line go together, a cloud does not.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', correlation('timeseries', BY_ROLE)))
    .mapping(SeriesMapping.Auto)
    .show(XYShowMode.Points)
    .pointSize({ fixed: 8 })
    .fillOpacity(60)
    .legend(noLegend())
    .tooltip(pointTooltip())
    .overrideByName('launch_time', [{ id: 'unit', value: 'suffix:s' }])
    .overrideByFieldType('number', [
      { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } },
      // The axes fit the points: from the least to the most that is possible, they would huddle in a corner, and with
      // the KPI's own decimals, ticks would read alike.
      { id: 'min', value: null },
      { id: 'max', value: null },
      { id: 'decimals', value: null },
    ]);
}
