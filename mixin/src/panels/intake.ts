import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
  TableCellHeight,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as StatPanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TablePanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import type { MixinConfig } from '../config';
import { operation, plain } from '../queries/model';
import { answerOf, SHARED_SOURCE } from '../queries/shared';
import { target } from '../queries/target';
import { arrange, type Column, columnOverrides, WRAPPED } from './tableColumns';

/** Why events are refused, in words; the codes are those of the HTTP contract. */
const CODES: Readonly<Record<string, string>> = {
  invalid_type: 'A field has the wrong type',
  missing_field: 'A field is missing',
  out_of_range: 'A value is out of range',
  unknown_type: 'Unknown type of event',
  unknown_feature: 'Unknown feature',
  invalid_timestamp: 'The timestamp is none',
  too_old: 'Too old',
  in_future: 'From the future',
};

const COLUMNS: readonly Column[] = [
  {
    name: 'code',
    heading: 'Reason',
    properties: [
      ...WRAPPED,
      {
        id: 'mappings',
        value: [
          {
            type: 'value',
            options: Object.fromEntries(Object.entries(CODES).map(([code, text], index) => [code, { text, index }])),
          },
        ],
      },
    ],
  },
  { name: 'type', heading: 'Type', width: 120 },
  { name: 'count', heading: 'Events', width: 90 },
  { name: 'last', heading: 'Last', width: 150, properties: [{ id: 'unit', value: 'dateTimeFromNow' }] },
];

/** Refused events by reason and type. */
export function rejectsTable(config: MixinConfig, id: number): TablePanelBuilder {
  return new TablePanelBuilder()
    .id(id)
    .title('Refused, and why')
    .description(
      'Events in quarantine by reason and type, whatever the range. Empty is good. A reason that grows after a release of the app is a ' +
        'fault of that release.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', plain('rejects', { limit: 100 })))
    .withTransformation(
      arrange(
        COLUMNS.map(({ name }) => name),
        []
      )
    )
    .showHeader(true)
    .cellHeight(TableCellHeight.Sm)
    .overrides(columnOverrides(COLUMNS));
}

const steps = (...limits: Array<[value: number, color: string]>): DynamicConfigValue[] => [
  {
    id: 'thresholds',
    value: {
      mode: 'absolute',
      steps: [{ value: null, color: 'green' }, ...limits.map(([value, color]) => ({ value, color }))],
    },
  },
];

/**
 * What was lost, refused and late in all, from the answer of the table of types.
 * @param tableId id of the panel that asks
 */
export function intakeTotals(id: number, tableId: number): StatPanelBuilder {
  return new StatPanelBuilder()
    .id(id)
    .title('Lost, refused, late')
    .description(
      'Lost: numbers that are missing in the sequences that devices give their events. Refused: in quarantine, the ' +
        'reasons are beside this. Late: came when the rollup of their time had been made; the numbers are right all the ' +
        'same. Whatever the range.'
    )
    .datasource(SHARED_SOURCE)
    .withTarget(answerOf(tableId))
    .withTransformation({
      id: 'reduce',
      options: { reducers: ['max', 'sum'], mode: 'reduceFields', includeTimeField: false },
    })
    .withTransformation(arrange(['lost Max', 'rejected Total', 'late Total'], []))
    .reduceOptions(
      new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields('/^(Lost|Refused|Late)$/')
    )
    .textMode(BigValueTextMode.ValueAndName)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(32))
    .decimals(0)
    .unit('locale')
    .overrides([
      // The same in every row: a device numbers its events whatever their type.
      {
        matcher: { id: 'byName', options: 'lost Max' },
        properties: [{ id: 'displayName', value: 'Lost' }, ...steps([1, 'orange'])],
      },
      {
        matcher: { id: 'byName', options: 'rejected Total' },
        properties: [{ id: 'displayName', value: 'Refused' }, ...steps([1, 'orange'])],
      },
      {
        matcher: { id: 'byName', options: 'late Total' },
        properties: [{ id: 'displayName', value: 'Late' }, ...steps()],
      },
    ]);
}

/** Pixels. Left to Grafana, many values side by side become too small to read. */
const SMALL = new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(24);

/** What `health` tells, in reading order. */
const HEALTH = [
  'rollup_lag_seconds',
  'pool_in_use',
  'pool_size',
  'pool_waiting',
  'database_size',
  'database_used',
  'oldest_row',
];

/**
 * When retention ended well for the last time, from the answer of the table of types.
 * @param tableId id of the panel that asks
 */
export function lastRetention(id: number, tableId: number): StatPanelBuilder {
  return new StatPanelBuilder()
    .id(id)
    .title('Retention')
    .description('When what is too old was last removed, without an error. It runs by itself once a day.')
    .datasource(SHARED_SOURCE)
    .withTarget(answerOf(tableId))
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: ['last_retention'] } } })
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields('/.*/'))
    .text(SMALL)
    .textMode(BigValueTextMode.ValueAndName)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.None)
    .overrideByName('last_retention', [
      { id: 'displayName', value: 'Last run' },
      { id: 'unit', value: 'dateTimeFromNow' },
      { id: 'noValue', value: 'never' },
    ]);
}

/** Proxy and database: rollups, connections, size. */
export function proxyHealth(config: MixinConfig, id: number): StatPanelBuilder {
  return new StatPanelBuilder()
    .id(id)
    .title('Proxy and database')
    .description(
      'Right now, whatever the range. Rollup lag: how far the rollups, from which dashboards are answered, are behind ' +
        'what came in; orange from a minute, red from 15. Waiting: requests that wait for a connection to the database; ' +
        'more than none for long means that the pool is too small or the database too slow.'
    )
    .datasource({ type: config.dataSource.type, uid: config.dataSource.uid })
    .withTarget(target(config, 'A', operation('health')))
    .withTransformation(arrange(HEALTH, []))
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(['lastNotNull']).fields('/.*/'))
    .text(SMALL)
    .textMode(BigValueTextMode.ValueAndName)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .overrides(
      columnOverrides([
        { name: 'database_size', heading: 'Database size', properties: steps() },
        {
          name: 'database_used',
          heading: 'Of its limit',
          properties: [{ id: 'noValue', value: 'none set' }, ...steps([80, 'orange'], [90, 'red'])],
        },
        { name: 'pool_in_use', heading: 'Connections in use', properties: steps() },
        { name: 'pool_waiting', heading: 'Waiting for one', properties: steps([1, 'orange']) },
        { name: 'pool_size', heading: 'Connections at most', properties: steps() },
        { name: 'rollup_lag_seconds', heading: 'Rollup lag', properties: steps([360, 'orange'], [900, 'red']) },
        {
          name: 'oldest_row',
          heading: 'Oldest row',
          properties: [{ id: 'unit', value: 'dateTimeFromNow' }, ...steps()],
        },
      ])
    );
}
