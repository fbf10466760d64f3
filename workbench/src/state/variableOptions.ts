/** The options of a variable. Query variables ask the data source by whichever way it supports them, as Grafana does. */
import {
  CoreApp,
  CustomVariableSupport,
  FieldType,
  LoadingState,
  StandardVariableSupport,
  getFieldDisplayName,
  toDataFrame,
  type DataFrame,
  type DataQuery,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { filter, firstValueFrom, from, isObservable } from 'rxjs';
import { ALL, type VariableJson, type VariableOption } from './variables';

/** Reads the options; the option All is not among them. Rejects with the data source's message. */
export async function readOptions(json: VariableJson, range: TimeRange, timeZone: string): Promise<VariableOption[]> {
  if (json.type === 'query') {
    return sorted(await queryOptions(json, range, timeZone), json.sort);
  }
  const declared = json.options ?? [];
  if (declared.length === 0 && json.type === 'custom' && typeof json.query === 'string') {
    return json.query.split(',').map(parseCustomOption);
  }
  return declared
    .map(({ text, value }) => ({ text: String(text), value: String(value) }))
    .filter(({ value }) => value !== ALL);
}

/** Alphabetical ascending and descending; Grafana's other orders are those of the answer here. */
const ASCENDING = 1;
const DESCENDING = 2;

function sorted(options: VariableOption[], order: number | undefined): VariableOption[] {
  if (order !== ASCENDING && order !== DESCENDING) {
    return options;
  }
  const sign = order === ASCENDING ? 1 : -1;
  return [...options].sort((a, b) => sign * a.text.localeCompare(b.text));
}

/** `text : value`, or one for both. */
function parseCustomOption(text: string): VariableOption {
  const [label = '', value = label] = text.split(' : ').map((part) => part.trim());
  return { text: label, value };
}

async function queryOptions(json: VariableJson, range: TimeRange, timeZone: string): Promise<VariableOption[]> {
  const source = await getDataSourceSrv().get(json.datasource);
  const { variables } = source;
  if (variables instanceof CustomVariableSupport) {
    return ask(() => variables.query(requestFor(asQuery(json), range, timeZone)));
  }
  if (variables instanceof StandardVariableSupport) {
    const query: DataQuery = variables.toDataQuery({ refId: 'variable', query: String(json.query) });
    return ask(() => source.query(requestFor(query, range, timeZone)));
  }
  if (!source.metricFindQuery) {
    return ask(() => source.query(requestFor(asQuery(json), range, timeZone)));
  }
  const found = await source.metricFindQuery(json.query, { range, variable: json });
  return found.map(({ text, value }) => ({ text, value: String(value ?? text) }));
}

async function ask(query: () => ReturnType<DataSourceApi['query']>): Promise<VariableOption[]> {
  const answer = query();
  const done = (isObservable(answer) ? answer : from(answer)).pipe(
    filter(({ state }) => state !== LoadingState.Loading && state !== LoadingState.Streaming)
  );
  const response: DataQueryResponse = await firstValueFrom(done);
  const error = response.errors?.[0] ?? response.error;
  if (error) {
    throw new Error(error.message ?? 'The query of the variable failed');
  }
  return response.data.flatMap((frame: DataFrame) => frameOptions(toDataFrame(frame)));
}

/** Fields named `text` and `value`, else the first field of strings for both. */
function frameOptions(frame: DataFrame): VariableOption[] {
  const byName = (name: string) =>
    frame.fields.find((field) => getFieldDisplayName(field, frame) === name || field.name === name);
  const value = byName('value') ?? byName('text') ?? frame.fields.find(({ type }) => type === FieldType.string);
  const text = byName('text') ?? value;
  if (!value || !text) {
    return [];
  }
  return Array.from({ length: frame.length }, (_, row) => ({
    text: String(text.values[row]),
    value: String(value.values[row]),
  }));
}

function asQuery(json: VariableJson): DataQuery {
  const query = typeof json.query === 'object' && json.query !== null ? json.query : { query: json.query };
  return { refId: `variable-${json.name}`, ...query };
}

function requestFor(query: DataQuery, range: TimeRange, timeZone: string): DataQueryRequest {
  return {
    app: CoreApp.Dashboard,
    requestId: query.refId,
    timezone: timeZone,
    range,
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 1000,
    scopedVars: {},
    startTime: Date.now(),
    targets: [query],
  };
}
