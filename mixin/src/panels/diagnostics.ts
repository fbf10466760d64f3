import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { BY_ROLE_AND_SITE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { plain } from '../queries/model';
import { target } from '../queries/target';
import { arrange, type Column, columnOverrides, FILLED, WRAPPED } from './tableColumns';

const KINDS = {
  crash: { text: 'Crash', color: 'red', index: 0 },
  oom: { text: 'Out of memory', color: 'red', index: 1 },
  hang: { text: 'Hang', color: 'orange', index: 2 },
  error: { text: 'Error', color: 'transparent', index: 3 },
};

const COLUMNS: readonly Column[] = [
  {
    name: 'kind',
    heading: 'Kind',
    width: 130,
    properties: [
      { id: 'mappings', value: [{ type: 'value', options: KINDS }] },
      FILLED,
      { id: 'custom.filterable', value: true },
    ],
  },
  { name: 'reason', heading: 'Reason', properties: [...WRAPPED, { id: 'custom.minWidth', value: 240 }] },
  { name: 'screen', heading: 'Screen', width: 170 },
  { name: 'count', heading: 'Count', width: 75 },
  { name: 'users', heading: 'Users', width: 75 },
  { name: 'last', heading: 'Last', width: 150, properties: [{ id: 'unit', value: 'dateTimeFromNow' }] },
  { name: 'app_versions', heading: 'App versions', width: 140 },
];

/** What breaks the app in the hands of people. */
export function diagnosticsTable(config: MixinConfig, id: number): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .title('Crashes, hangs and errors')
    .description(
      'What the app reported in the range, by kind, reason and screen, the most frequent first, with the people it ' +
        'happened to and the versions it happened in. Empty is good.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', plain('diagnostics', { ...BY_ROLE_AND_SITE, limit: 50 })))
    .withTransformation(
      arrange(
        COLUMNS.map(({ name }) => name),
        ['first']
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(COLUMNS));
}
