import type { Catalogue } from '../../catalogue';
import { QUERY_DEFAULTS } from '../../defaults';
import { labels } from '../../labels';
import type { LopanQuery, Variable } from '../../types';
import { validateQuery } from '../../validation';
import type { PartProps } from '../fields/context';
import { NumberField } from '../fields/NumberField';
import { TextField } from '../fields/TextField';
import { AdoptionEditor } from './AdoptionEditor';
import { CorrelationEditor } from './CorrelationEditor';
import { EventsEditor } from './EventsEditor';
import { FunnelEditor } from './FunnelEditor';
import { KpiEditor } from './KpiEditor';
import { PathsEditor } from './PathsEditor';

interface Props extends PartProps<LopanQuery> {
  catalogue: Catalogue | undefined;
  variables: Variable[];
}

/** The fields that only the chosen type has. Types without any have none here. */
export function OwnFields({ query, ...rest }: Props) {
  switch (query.queryType) {
    case 'kpi':
      return <KpiEditor {...rest} query={query} />;
    case 'summary':
      return <KpiEditor {...rest} query={query} />;
    case 'adoption':
      return <AdoptionEditor {...rest} query={query} />;
    case 'paths':
      return <PathsEditor {...rest} query={query} />;
    case 'funnel':
      return <FunnelEditor {...rest} query={query} />;
    case 'correlation':
      return <CorrelationEditor {...rest} query={query} />;
    case 'events':
      return <EventsEditor {...rest} query={query} />;
    case 'retention':
      return (
        <NumberField
          id={`${rest.idPrefix}-periods`}
          {...labels.fields.periods}
          value={query.periods}
          min={1}
          error={validateQuery(query).periods}
          onChange={(periods) => rest.onChange({ ...query, periods: periods ?? QUERY_DEFAULTS.retention.periods })}
        />
      );
    case 'thresholds':
      return (
        <TextField
          id={`${rest.idPrefix}-window`}
          {...labels.fields.window}
          placeholder="1h"
          value={query.window}
          error={validateQuery(query).window}
          onChange={(window) => rest.onChange({ ...query, window })}
        />
      );
    default:
      return null;
  }
}
