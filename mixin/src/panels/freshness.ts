import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  TableCellHeight,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatPanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TablePanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { MixinConfig } from '../config';
import { operation } from '../queries/model';
import { answerOf, SHARED_SOURCE } from '../queries/shared';
import { target } from '../queries/target';
import { arrange, type Column, columnOverrides } from './tableColumns';

const DAY_S = 86_400;

/** What does not differ between types, shown once elsewhere. */
const COMMON = ['lost', 'rollup_lag_seconds', 'last_retention'];

const COUNT = [{ id: 'unit', value: 'locale' }];
const COLUMNS: readonly Column[] = [
  { name: 'type', heading: 'Events of type', width: 140 },
  { name: 'last_event', heading: 'Last event', width: 190, properties: [{ id: 'unit', value: 'dateTimeAsIso' }] },
  { name: 'events', heading: 'Counted', width: 110, properties: COUNT },
  { name: 'duplicates', heading: 'Sent again', width: 110, properties: COUNT },
  { name: 'rejected', heading: 'Refused', width: 100, properties: COUNT },
  { name: 'late', heading: 'Late', width: 100, properties: COUNT },
  { name: 'clock_skew_seconds', heading: 'Clock skew', width: 115 },
  { name: 'oldest_row', heading: 'Oldest kept', properties: [{ id: 'unit', value: 'dateTimeAsIso' }] },
];

/** A row per type of event: when the last came, and what became of all that came. */
export function freshnessTable(config: MixinConfig, id: number): TablePanelBuilder {
  return new TablePanelBuilder()
    .id(id)
    .title('What came in')
    .description(
      'Per type of event, over everything that is kept, whatever the range: when the last one happened, how many count, ' +
        'how many were sent again (and counted once), were refused, or came so late that a rollup had to be mended. Clock skew: how far the clocks of the senders are ' +
        'behind ours.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', operation('freshness')))
    .withTransformation(
      arrange(
        COLUMNS.map(({ name }) => name),
        ['lag_seconds', ...COMMON]
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(COLUMNS));
}

/**
 * The time since the last event of each type, from the answer of the table.
 * @param tableId id of the panel that asks
 */
export function sinceLastEvent(id: number, tableId: number): StatPanelBuilder {
  return new StatPanelBuilder()
    .id(id)
    .title('Since the last event')
    .description(
      'How long each type of event has been silent. Orange from an hour, red from a day: is the app in use, the ' +
        'connector running, the network there?'
    )
    .datasource(SHARED_SOURCE)
    .withTarget(answerOf(tableId))
    .withTransformation({
      id: 'filterFieldsByName',
      options: { include: { names: ['type', 'lag_seconds'] } },
    })
    .reduceOptions(new ReduceDataOptionsBuilder().values(true).calcs([]).fields('/lag_seconds|Lag/'))
    .textMode(BigValueTextMode.ValueAndName)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(32))
    .unit('s')
    .decimals(0)
    .noValue('never')
    .thresholds(
      new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
        { value: null, color: 'green' },
        { value: 3600, color: 'orange' },
        { value: DAY_S, color: 'red' },
      ])
    );
}
