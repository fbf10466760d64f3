/** What a panel shows in place of a drawing that its data do not allow; Grafana's own is not part of its libraries. */
import type { PanelDataErrorViewProps } from '@grafana/runtime';
import { Centered } from './Centered';

export function NoPanelData({
  data,
  message,
  needsNumberField,
  needsTimeField,
  needsStringField,
}: PanelDataErrorViewProps) {
  return <Centered>{message ?? missing() ?? 'Unable to draw this data'}</Centered>;

  function missing(): string | undefined {
    if (!data.series.some(({ length }) => length > 0)) {
      return 'No data';
    }
    if (needsStringField) {
      return 'Data is missing a string field';
    }
    if (needsNumberField) {
      return 'Data is missing a number field';
    }
    return needsTimeField ? 'Data is missing a time field' : undefined;
  }
}
