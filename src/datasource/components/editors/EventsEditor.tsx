import { EVENT_TYPE_TITLES, labels } from '../../labels';
import type { EventsQuery, EventType, Variable } from '../../types';
import { ChoiceField } from '../fields/ChoiceField';
import type { PartProps } from '../fields/context';

const ALL = 'all';

interface Props extends PartProps<EventsQuery> {
  variables: Variable[];
}

/** Which events are listed. */
export function EventsEditor({ query, onChange, idPrefix, variables }: Props) {
  const types = Object.keys(EVENT_TYPE_TITLES) as EventType[];
  return (
    <ChoiceField<EventType | typeof ALL, Variable>
      id={`${idPrefix}-event-type`}
      {...labels.fields.eventType}
      value={query.type ?? ALL}
      variables={variables}
      options={[
        { value: ALL, ...labels.choices.allEventTypes },
        ...types.map((value) => ({ value, label: EVENT_TYPE_TITLES[value] })),
      ]}
      onChange={(type) => onChange({ ...query, type: type === ALL ? undefined : type })}
    />
  );
}
