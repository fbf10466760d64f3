import {
  type AdHocVariableFilter,
  CoreApp,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv, type TemplateSrv } from '@grafana/runtime';
import { type Dimension, DIMENSIONS } from '@lopan/catalogue/types';
import { type Observable, throwError } from 'rxjs';
import { adHocFilterError, applyAdHocFilters } from './adHocFilters';
import { releaseAnnotations } from './annotations';
import type { Catalogue, DimensionValue } from './catalogue';
import { QUERY_DEFAULTS } from './defaults';
import { queryDisplayText } from './displayText';
import { interpolateQuery } from './interpolate';
import { DIMENSION_TITLES } from './labels';
import { migrateQuery } from './migrations';
import type { LopanJsonData, LopanQuery, Variable } from './types';
import { isComplete } from './validation';
import { LopanVariableSupport } from './variables';

/**
 * The data source in the browser. It prepares queries and looks up what editors offer; every answer comes from the
 * backend, so that panels, Explore, alert rules and shared dashboards go the same way.
 */
export class LopanDataSource extends DataSourceWithBackend<LopanQuery, LopanJsonData> {
  override annotations = releaseAnnotations;
  private catalogue: Promise<Catalogue> | undefined;

  constructor(
    settings: DataSourceInstanceSettings<LopanJsonData>,
    private readonly templateSrv: TemplateSrv = getTemplateSrv()
  ) {
    super(settings);
    this.variables = new LopanVariableSupport(this);
  }

  /** A new query: KPI values, over time in panels and Explore, as numbers in alert rules. */
  override getDefaultQuery(app: CoreApp): Partial<LopanQuery> {
    const isAlert = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
    return isAlert ? { ...QUERY_DEFAULTS.kpi, format: 'numeric' } : QUERY_DEFAULTS.kpi;
  }

  override filterQuery(query: LopanQuery): boolean {
    return isComplete(migrateQuery(query));
  }

  override getQueryDisplayText(query: LopanQuery): string {
    return queryDisplayText(migrateQuery(query));
  }

  override query(request: DataQueryRequest<LopanQuery>): Observable<DataQueryResponse> {
    const error = adHocFilterError(request.filters);
    return error === null ? super.query(request) : throwError(() => new Error(error));
  }

  override applyTemplateVariables(
    query: LopanQuery,
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[]
  ): LopanQuery {
    return applyAdHocFilters(interpolateQuery(migrateQuery(query), this.templateSrv, scopedVars), filters);
  }

  /** Names that an ad hoc filter can have. */
  override getTagKeys(): Promise<MetricFindValue[]> {
    return Promise.resolve(DIMENSIONS.map((value) => ({ text: DIMENSION_TITLES[value], value })));
  }

  /** Observed values of a dimension; none for a name that is no dimension. */
  override async getTagValues({ key }: DataSourceGetTagValuesOptions<LopanQuery>): Promise<MetricFindValue[]> {
    const dimension = DIMENSIONS.find((name) => name === key);
    const values = dimension ? await this.getDimensionValues(dimension) : [];
    return values.map(({ value }) => ({ text: value }));
  }

  /** KPIs and features as the plant has configured them. Asked once; a failure is asked again the next time. */
  getCatalogue(): Promise<Catalogue> {
    this.catalogue ??= this.getResource<Catalogue>('catalogue').catch((error: unknown) => {
      this.catalogue = undefined;
      throw error;
    });
    return this.catalogue;
  }

  /** Values that were observed for a dimension, most frequent first. */
  async getDimensionValues(dimension: Dimension): Promise<DimensionValue[]> {
    const answer = await this.getResource<{ values: DimensionValue[] }>(`dimensions/${dimension}`);
    return answer.values;
  }

  /** Names of the dashboard's variables as they are written in a query. */
  getVariableNames(): Variable[] {
    return this.templateSrv.getVariables().map(({ name }): Variable => `\${${name}}`);
  }
}
