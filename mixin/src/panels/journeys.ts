import { PanelBuilder as BarChartPanelBuilder } from '@grafana/grafana-foundation-sdk/barchart';
import {
  LegendDisplayMode,
  LegendPlacement,
  StackingMode,
  TableCellHeight,
  TooltipDisplayMode,
  SortOrder,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TablePanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { BY_ROLE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { journeys, paths } from '../queries/model';
import { answerOf, SHARED_SOURCE } from '../queries/shared';
import { target } from '../queries/target';
import { exploreQuery } from './explore';
import { arrange, type Column, columnOverrides, WRAPPED } from './tableColumns';

/** Journeys that the bar chart shows: those on which most time is lost. */
const BARS = 8;
/** Columns that the table leaves out. */
const DROPPED = ['start_point', 'end_point', 'completed', 'abandoned', 'flagged', 'efficiency'];

function columnsOf(config: MixinConfig): Column[] {
  const link = exploreQuery(
    config,
    'Open the ways from ${__data.fields.start_point} in Explore',
    paths('${__data.fields.start_point}')
  );
  return [
    {
      name: 'title',
      heading: 'Journey',
      properties: [...WRAPPED, { id: 'custom.minWidth', value: 200 }, { id: 'links', value: [link.build()] }],
    },
    { name: 'runs', heading: 'Runs', width: 80 },
    { name: 'completion_rate', heading: 'Completed', width: 110 },
    { name: 'abandonment_point', heading: 'Most often left at', width: 170 },
    { name: 'expected_duration', heading: 'Expected', width: 100, properties: [{ id: 'decimals', value: 1 }] },
    { name: 'median_duration', heading: 'Median', width: 100, properties: [{ id: 'decimals', value: 1 }] },
    { name: 'p90_duration', heading: '90 % within', width: 110, properties: [{ id: 'decimals', value: 1 }] },
    { name: 'flagged_rate', heading: 'Much slower', width: 115 },
    // Hours stay hours: a list of days, hours and minutes is hard to compare.
    { name: 'hours_lost', heading: 'Hours lost', width: 105, properties: [{ id: 'unit', value: 'suffix:h' }] },
  ];
}

/** A row per journey, the one that costs most time first. */
export function journeysTable(config: MixinConfig, id: number): TablePanelBuilder {
  const columns = columnsOf(config);
  return new TablePanelBuilder()
    .id(id)
    .title('Journeys')
    .description(
      'From which screen to which people work, how many arrive, where those that do not most often leave, and how long ' +
        'it takes. "Much slower" is the share that takes more than one and a half times what is expected. Hours lost: ' +
        'the time beyond what is expected, and all of it where the journey was abandoned. The journey opens the ways ' +
        'from its first screen in Explore.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', journeys(BY_ROLE)))
    .withTransformation(
      arrange(
        columns.map(({ name }) => name),
        DROPPED.filter((name) => name !== 'start_point')
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(columns, ['start_point']));
}

/**
 * Completed and abandoned runs of the costliest journeys. It draws the answer of the table, so that both cost one query.
 * @param tableId id of the panel that asks
 */
export function dropOffChart(id: number, tableId: number): BarChartPanelBuilder {
  return new BarChartPanelBuilder()
    .id(id)
    .title('Drop-off')
    .description(
      `Of the ${BARS} journeys on which most time is lost, the runs that were completed and those that were abandoned ` +
        'on the way.'
    )
    .datasource(SHARED_SOURCE)
    .withTarget(answerOf(tableId))
    .withTransformation({ id: 'limit', options: { limitField: BARS } })
    .withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: ['title', 'completed', 'abandoned'] } },
    })
    .xField('title')
    .orientation(VizOrientation.Horizontal)
    .stacking(StackingMode.Normal)
    .showValue(VisibilityMode.Never)
    .xTickLabelMaxLength(40)
    .barWidth(0.85)
    .groupWidth(0.8)
    .fillOpacity(80)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs([])
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.None))
    .noValue('No journeys in this range')
    .overrideByName('completed', [
      { id: 'displayName', value: 'Completed' },
      { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } },
    ])
    .overrideByName('abandoned', [
      { id: 'displayName', value: 'Abandoned' },
      { id: 'color', value: { mode: 'fixed', fixedColor: 'orange' } },
    ]);
}
