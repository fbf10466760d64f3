import {
  createDataFrame,
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  FieldType,
} from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { VariableQueryEditor } from './components/VariableQueryEditor';
import type { LopanDataSource } from './datasource';
import type { LopanJsonData, LopanQuery, LopanVariableQuery } from './types';
import { completeVariableQuery } from './variableQuery';

/** One choice of a variable. */
interface Choice {
  value: string;
  text: string;
}

/** Query variables: values of a dimension, KPIs, features. */
export class LopanVariableSupport extends CustomVariableSupport<
  LopanDataSource,
  LopanVariableQuery,
  LopanQuery,
  LopanJsonData
> {
  override editor = VariableQueryEditor;

  constructor(private readonly datasource: LopanDataSource) {
    super();
  }

  override query({ targets }: DataQueryRequest<LopanVariableQuery>): Observable<DataQueryResponse> {
    const [query] = targets;
    return from(query ? this.choices(completeVariableQuery(query)) : Promise.resolve([])).pipe(map(toResponse));
  }

  private async choices(query: LopanVariableQuery): Promise<Choice[]> {
    switch (query.queryType) {
      case 'dimension_values': {
        const values = await this.datasource.getDimensionValues(query.dimension);
        return values.map(({ value }) => ({ value, text: value }));
      }
      case 'kpis': {
        const { kpis } = await this.datasource.getCatalogue();
        return kpis.map(({ id, title }) => ({ value: id, text: title }));
      }
      case 'features': {
        const { features } = await this.datasource.getCatalogue();
        return features.map(({ id, title }) => ({ value: id, text: title }));
      }
    }
  }
}

function toResponse(choices: Choice[]): DataQueryResponse {
  const frame = createDataFrame({
    fields: [
      { name: 'text', type: FieldType.string, values: choices.map(({ text }) => text) },
      { name: 'value', type: FieldType.string, values: choices.map(({ value }) => value) },
    ],
  });
  return { data: [frame] };
}
