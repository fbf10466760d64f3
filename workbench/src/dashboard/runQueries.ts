/** Asks the data sources of a panel and hands back what the panel draws. */
import {
  CoreApp,
  LoadingState,
  rangeUtil,
  toDataFrame,
  transformDataFrame,
  type DataFrame,
  type DataQuery,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataTransformerConfig,
  type PanelData,
  type ScopedVars,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv, toDataQueryError } from '@grafana/runtime';
import { groupBy } from 'lodash';
import { Observable, catchError, combineLatest, from, isObservable, map, of, switchMap } from 'rxjs';
import type { DashboardJson, PanelJson } from './types';

/** Fewer points than Grafana's own limit for a panel of unknown width would be wrong for none of ours. */
const DEFAULT_MAX_DATA_POINTS = 500;
let requestCounter = 0;

/** Grafana's data source that hands on what another panel was answered. */
const SHARED_SOURCE = '-- Dashboard --';

export interface RunOptions {
  dashboard: Pick<DashboardJson, 'uid' | 'title' | 'panels'>;
  panel: PanelJson;
  range: TimeRange;
  timeZone: string;
  /** Width of the panel in pixels, the number of points that can be told apart. */
  width: number;
}

/** Runs a panel's queries, then its transformations. Emits once per answer. */
export function runQueries(options: RunOptions): Observable<PanelData> {
  const request = buildRequest(options);
  if (request.targets.length === 0) {
    return of({ state: LoadingState.Done, series: [], timeRange: options.range, request });
  }
  const bySource = groupBy(request.targets, ({ datasource }) => datasource?.uid ?? '');
  const answers = Object.values(bySource).map((targets) => askSource({ ...request, targets }));
  return combineLatest(answers).pipe(
    map((responses) => toPanelData(responses, request)),
    switchMap((data) => transform(data, options.panel.transformations ?? []))
  );
}

function buildRequest({ dashboard, panel, range, timeZone, width }: RunOptions): DataQueryRequest {
  const maxDataPoints = panel.maxDataPoints ?? (Math.floor(width) || DEFAULT_MAX_DATA_POINTS);
  const { interval, intervalMs } = rangeUtil.calculateInterval(range, maxDataPoints, panel.interval ?? undefined);
  const scopedVars: ScopedVars = {
    __interval: { text: interval, value: interval },
    __interval_ms: { text: String(intervalMs), value: intervalMs },
  };
  return {
    app: CoreApp.Dashboard,
    requestId: `W${++requestCounter}`,
    dashboardUID: dashboard.uid,
    dashboardTitle: dashboard.title,
    panelId: panel.id,
    panelName: panel.title,
    panelPluginId: panel.type,
    timezone: timeZone,
    range,
    interval,
    intervalMs,
    maxDataPoints,
    scopedVars,
    startTime: Date.now(),
    targets: targetsOf(dashboard, panel)
      .filter(({ hide }) => !hide)
      .map((target) => ({ ...target, datasource: target.datasource ?? panel.datasource ?? undefined })),
  };
}

/** The queries of a panel; for one that draws the answer of another panel, those of the other. */
function targetsOf({ panels = [] }: RunOptions['dashboard'], panel: PanelJson): DataQuery[] {
  const [first] = panel.targets ?? [];
  if (first?.datasource?.uid !== SHARED_SOURCE) {
    return panel.targets ?? [];
  }
  return panels.find(({ id }) => id === Reflect.get(first, 'panelId'))?.targets ?? [];
}

/** One data source's answer; a failure becomes an answer too, so that its neighbours are still drawn. */
function askSource(request: DataQueryRequest): Observable<DataQueryResponse> {
  return from(getDataSourceSrv().get(request.targets[0]?.datasource, request.scopedVars)).pipe(
    switchMap((source) => {
      const wanted = request.targets.filter((target: DataQuery) => source.filterQuery?.(target) ?? true);
      if (wanted.length === 0) {
        return of({ data: [] });
      }
      const answer = source.query({ ...request, targets: wanted });
      return isObservable(answer) ? answer : from(answer);
    }),
    catchError((error: unknown) => of({ data: [], errors: [asQueryError(error)] }))
  );
}

function asQueryError(error: unknown): DataQueryError {
  return toDataQueryError(error instanceof Error ? { message: error.message } : (error ?? 'Query failed'));
}

function toPanelData(responses: DataQueryResponse[], request: DataQueryRequest): PanelData {
  const errors = responses.flatMap((response) => response.errors ?? (response.error ? [response.error] : []));
  const loading = responses.some(({ state }) => state === LoadingState.Loading);
  return {
    state: errors.length > 0 ? LoadingState.Error : loading ? LoadingState.Loading : LoadingState.Done,
    series: responses.flatMap(({ data }) => data.map((frame: DataFrame) => toDataFrame(frame))),
    errors,
    error: errors[0],
    timeRange: request.range,
    request: { ...request, endTime: Date.now() },
  };
}

function transform(data: PanelData, transformations: DataTransformerConfig[]): Observable<PanelData> {
  if (transformations.length === 0 || data.series.length === 0) {
    return of(data);
  }
  const interpolate = (text: string) => getTemplateSrv().replace(text, data.request?.scopedVars);
  return transformDataFrame(transformations, data.series, { interpolate }).pipe(
    map((series) => ({ ...data, series })),
    catchError((error: unknown) =>
      of({ ...data, state: LoadingState.Error, errors: [asQueryError(error)], error: asQueryError(error) })
    )
  );
}
