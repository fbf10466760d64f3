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
  ['threshold', 'Threshold'],
  ['previous', 'Before'],
  ['change', 'Change'],
  ['n', 'n'],
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
  'target_exclusive',
  'as_of',
];

/**
 * Words and colours of the statuses. The word is always there, so colour is never the only sign; it fills the cell,
 * where Grafana picks a readable text, because coloured text is too pale in one of the themes. What is fine stays plain.
 */
const STATUS_TEXT = {
  critical: { text: 'Critical', color: 'red', index: 0 },
  warning: { text: 'Warning', color: 'orange', index: 1 },
  off_target: { text: 'Off target', color: 'yellow', index: 2 },
  ok: { text: 'OK', color: 'transparent', index: 3 },
  no_data: { text: 'No data', color: 'transparent', index: 4 },
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
  title: [width(210)],
  // Decimals are left to Grafana: rows hold percentages, seconds and millions.
  value: [width(100), { id: 'unit', value: 'short' }],
  unit: [width(115)],
  status: [
    width(90),
    { id: 'mappings', value: [{ type: 'value', options: STATUS_TEXT }] },
    { id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } },
    { id: 'custom.filterable', value: true },
  ],
  target: [width(75), { id: 'decimals', value: 1 }],
  threshold: [width(90), { id: 'decimals', value: 1 }],
  previous: [width(100), { id: 'unit', value: 'short' }],
  change: [width(90), { id: 'unit', value: 'percent' }, { id: 'decimals', value: 1 }],
  n: [width(70), { id: 'decimals', value: 0 }],
  note: [width(110)],
  kpi: [width(185)],
};

/** Fixed widths, together what a laptop shows, keep numbers and ids in sight. */
function width(pixels: number): { id: string; value: number } {
  return { id: 'custom.width', value: pixels };
}
