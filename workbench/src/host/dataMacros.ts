/**
 * Grafana's macros of data links: `${__data.fields.kpi}`, `${__value.text}`, `${__field.name}`, `${__series.name}`. They
 * are resolved over the cell, the row and the series a link stands in, which `@grafana/data` hands over as
 * `__dataContext`.
 */
import {
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
  getFrameDisplayName,
  type DataContextScopedVar,
  type Field,
  type ScopedVars,
} from '@grafana/data';
import { toPath } from 'lodash';

type DataContext = DataContextScopedVar['value'];

/** What a macro stands for; undefined when `name` is none or nothing is known about it here. */
export function resolveMacro(name: string, path: string | undefined, scopedVars: ScopedVars | undefined): unknown {
  const context: DataContext | undefined = scopedVars?.__dataContext?.value;
  if (!context) {
    return undefined;
  }
  switch (name) {
    case '__data':
      return fieldOfRow(context, path);
    case '__value':
      return cell(context.field, context.rowIndex, path, context.calculatedValue);
    case '__field':
      return aboutField(context, path);
    case '__series':
      return getFrameDisplayName(context.frame, context.frameIndex);
    default:
      return undefined;
  }
}

/** `fields.NAME`, `fields["A name"]` or `fields[0]`, of the link's row. */
function fieldOfRow({ frame, data, rowIndex }: DataContext, path = ''): unknown {
  const [kind, which = '', form] = toPath(path);
  if (kind !== 'fields') {
    return undefined;
  }
  const field =
    frame.fields.find((one) => one.name === which || getFieldDisplayName(one, frame, data) === which) ??
    frame.fields[Number(which)];
  return field && cell(field, rowIndex, form);
}

type Calculated = DataContext['calculatedValue'];

/** A value in one of the forms `raw` (the default), `numeric`, `text`, `time`. */
function cell(field: Field, row: number | undefined, form = 'raw', calculated?: Calculated): unknown {
  if (calculated) {
    return form === 'text' ? formattedValueToString(calculated) : calculated.numeric;
  }
  if (row === undefined) {
    return undefined;
  }
  const raw: unknown = field.values[row];
  const display = field.display ?? getDisplayProcessor();
  switch (form) {
    case 'text':
      return formattedValueToString(display(raw));
    case 'numeric':
      return display(raw).numeric;
    default:
      return raw;
  }
}

function aboutField({ field, frame, data }: DataContext, path = 'name'): unknown {
  const [what, label = ''] = toPath(path);
  switch (what) {
    case 'name':
      return getFieldDisplayName(field, frame, data);
    case 'labels':
      return field.labels?.[label];
    default:
      return undefined;
  }
}
