import { EVENT_TYPE_TITLES } from '../../labels';
import type { EventsQuery, EventType } from '../../types';
import { ChoiceField } from '../fields/ChoiceField';
import type { PartProps } from '../fields/context';

const ALL = 'all';

/** Which events are listed. */
export function EventsEditor({ query, onChange, idPrefix }: PartProps<EventsQuery>) {
  const types = Object.keys(EVENT_TYPE_TITLES) as EventType[];
  return (
    <ChoiceField<EventType | typeof ALL>
      id={`${idPrefix}-event-type`}
      label="Type of event"
      value={query.type ?? ALL}
      options={[{ value: ALL, label: 'All' }, ...types.map((value) => ({ value, label: EVENT_TYPE_TITLES[value] }))]}
      onChange={(type) => onChange({ ...query, type: type === ALL ? undefined : type })}
    />
  );
}
