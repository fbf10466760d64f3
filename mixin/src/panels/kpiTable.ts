import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import type { MixinConfig } from '../config';
import { summary } from '../queries/model';
import { target } from '../queries/target';
import { BY_ROLE } from '../boards/role';
import { exploreLink } from './explore';

/** Columns of a `summary` answer that people read, in reading order, with their heading. */
const SHOWN: ReadonlyArray<[column: string, heading: string]> = [
  ['title', 'KPI'],
  ['value', 'Value'],
  ['unit', 'Unit'],
  ['status', 'Status'],
  ['target', 'Target'],
  ['threshold', 'Critical threshold'],
  ['previous', 'Before'],
  ['change', 'Change'],
  ['n', 'n'],
  ['as_of', 'As of'],
  ['note', 'Note'],
  ['kpi', 'Id'],
];

/** Columns that serve cards only. */
const HIDDEN = [
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
];

/** Words and colours of the statuses; the word is always there, so colour is never the only sign. */
const STATUS_TEXT = {
  critical: { text: 'Critical', color: 'red', index: 0 },
  warning: { text: 'Warning', color: 'orange', index: 1 },
  off_target: { text: 'Off target', color: 'yellow', index: 2 },
  ok: { text: 'OK', color: 'green', index: 3 },
  no_data: { text: 'No data', color: 'text', index: 4 },
};

/** Every KPI given as a row: value, target, status, change; the title leads to Explore. */
export function kpiTable(config: MixinConfig, id: number, kpis: readonly string[]): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .title('All KPIs')
    .description(
      'Every KPI over the range, with target, status and change against the range of the same length before it. ' +
        'The title opens the KPI over time in Explore. Definitions: docs/kpis.md.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', summary(kpis, BY_ROLE)))
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(HIDDEN.map((column) => [column, true])),
        indexByName: Object.fromEntries(SHOWN.map(([column], index) => [column, index])),
        renameByName: {},
      },
    })
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .filterable(true)
    .overrides([
      ...SHOWN.map(([column, heading]) => ({
        matcher: { id: 'byName', options: column },
        properties: [{ id: 'displayName', value: heading }, ...(OWN[column] ?? [])],
      })),
      {
        matcher: { id: 'byName', options: 'title' },
        properties: [{ id: 'links', value: [exploreLink(config).build()] }],
      },
    ]);
}

/** What single columns look like; units differ by row, so numbers carry none and the unit has a column. */
const OWN: Readonly<Record<string, Array<{ id: string; value: unknown }>>> = {
  title: [{ id: 'custom.width', value: 250 }],
  value: [{ id: 'decimals', value: 2 }],
  target: [{ id: 'decimals', value: 1 }],
  threshold: [{ id: 'decimals', value: 1 }],
  previous: [{ id: 'decimals', value: 2 }],
  change: [
    { id: 'unit', value: 'percent' },
    { id: 'decimals', value: 1 },
  ],
  n: [{ id: 'decimals', value: 0 }],
  as_of: [{ id: 'unit', value: 'dateTimeFromNow' }],
  note: [{ id: 'custom.width', value: 300 }],
  status: [
    { id: 'mappings', value: [{ type: 'value', options: STATUS_TEXT }] },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ],
};
