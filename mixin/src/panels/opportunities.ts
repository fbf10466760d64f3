import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { BY_ROLE } from '../boards/variables';
import type { MixinConfig } from '../config';
import { plain } from '../queries/model';
import { target } from '../queries/target';
import { arrange, type Column, columnOverrides, WRAPPED } from './tableColumns';

const KINDS = {
  journey: { text: 'Journey', index: 0 },
  correlation: { text: 'App performance', index: 1 },
};

const COLUMNS: readonly Column[] = [
  { name: 'rank', heading: 'Rank', width: 70 },
  {
    name: 'kind',
    heading: 'Kind',
    width: 140,
    properties: [{ id: 'mappings', value: [{ type: 'value', options: KINDS }] }],
  },
  { name: 'title', heading: 'What', width: 290, properties: WRAPPED },
  { name: 'hours_lost', heading: 'Hours lost', width: 105, properties: [{ id: 'unit', value: 'suffix:h' }] },
  { name: 'detail', heading: 'Why', properties: [...WRAPPED, { id: 'custom.minWidth', value: 300 }] },
];

/** What would help most: the costliest journeys, and technical metrics whose miss goes with worse business. */
export function opportunitiesTable(config: MixinConfig, id: number): PanelBuilder {
  return new PanelBuilder()
    .id(id)
    .title('Optimisation opportunities')
    .description(
      'What would help most: journeys by the hours lost on them, and technical metrics that miss their target by what ' +
        'reaching it goes with. Each kind has ranks of its own. A correlation is no proof of a cause.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', plain('opportunities', { ...BY_ROLE, limit: 8 })))
    .withTransformation(
      arrange(
        COLUMNS.map(({ name }) => name),
        ['predicted']
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(COLUMNS));
}
