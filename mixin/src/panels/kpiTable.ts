import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { BY_ROLE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { summary } from '../queries/model';
import { target } from '../queries/target';
import { exploreLink } from './explore';
import { arrange, type Column, columnOverrides, FILLED } from './tableColumns';

/** Columns that serve cards only. */
const DROPPED = [
  'format',
  'direction',
  'change_points',
  'trend',
  'good',
  'complete',
  'sparkline',
  'decimals',
  'description',
  'display_unit',
  'target_exclusive',
  'as_of',
];

/**
 * Words and colours of the statuses. The word is always there, so colour is never the only sign; it fills the cell,
 * where Grafana picks a readable text. What is fine stays plain.
 */
const STATUS_TEXT = {
  critical: { text: 'Critical', color: 'red', index: 0 },
  warning: { text: 'Warning', color: 'orange', index: 1 },
  off_target: { text: 'Off target', color: 'yellow', index: 2 },
  ok: { text: 'OK', color: 'transparent', index: 3 },
  no_data: { text: 'No data', color: 'transparent', index: 4 },
};

/** Columns that people read, in reading order. Units differ by row, so numbers carry none and the unit has a column. */
function columnsOf(config: MixinConfig): Column[] {
  return [
    {
      name: 'title',
      heading: 'KPI',
      width: 240,
      properties: [{ id: 'links', value: [exploreLink(config).build()] }],
    },
    // Decimals are left to Grafana: rows hold percentages, seconds and millions.
    { name: 'value', heading: 'Value', width: 100, properties: [{ id: 'unit', value: 'short' }] },
    { name: 'unit', heading: 'Unit', width: 150 },
    {
      name: 'status',
      heading: 'Status',
      width: 105,
      properties: [
        { id: 'mappings', value: [{ type: 'value', options: STATUS_TEXT }] },
        FILLED,
        { id: 'custom.filterable', value: true },
      ],
    },
    { name: 'target', heading: 'Target', width: 80, properties: [{ id: 'decimals', value: 1 }] },
    { name: 'threshold', heading: 'Threshold', width: 95, properties: [{ id: 'decimals', value: 1 }] },
    { name: 'previous', heading: 'Before', width: 100, properties: [{ id: 'unit', value: 'short' }] },
    {
      name: 'change',
      heading: 'Change',
      width: 95,
      properties: [
        { id: 'unit', value: 'percent' },
        { id: 'decimals', value: 1 },
      ],
    },
    { name: 'n', heading: 'n', width: 75, properties: [{ id: 'decimals', value: 0 }] },
    { name: 'note', heading: 'Note' },
  ];
}

/** Every KPI given as a row: value, target, status, change; the title leads to Explore. */
export function kpiTable(config: MixinConfig, id: number, kpis: readonly string[]): PanelBuilder {
  const columns = columnsOf(config);
  return new PanelBuilder()
    .id(id)
    .title('All KPIs')
    .description(
      'Every KPI over the range, with target, status and change against the range of the same length before it; n is ' +
        'the number of observations. The title opens the KPI over time in Explore. Definitions: docs/kpis.md.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', summary(kpis, BY_ROLE)))
    .withTransformation(
      arrange(
        columns.map(({ name }) => name),
        DROPPED
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(columns, ['kpi']));
}
