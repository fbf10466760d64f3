import { locationService } from '@grafana/runtime';
import type { Axis } from './model';
import type { AdoptionHeatmapOptions } from './types';

type VariableOptions = Pick<AdoptionHeatmapOptions, 'featureVariable' | 'columnVariable'>;

/** Whether choosing a cell sets a variable. */
export function setsVariables({ featureVariable, columnVariable }: VariableOptions): boolean {
  return featureVariable !== '' || columnVariable !== '';
}

/** Sets the dashboard variables of the panel to a cell's feature and column. The total of all sets "All". */
export function setVariables(row: Axis, column: Axis, { featureVariable, columnVariable }: VariableOptions): void {
  const chosen: Array<[string, Axis]> = [
    [featureVariable, row],
    [columnVariable, column],
  ];
  const query = chosen
    .filter(([variable]) => variable !== '')
    .map(([variable, { id, isTotal }]) => [`var-${variable}`, isTotal ? '$__all' : id]);
  locationService.partial(Object.fromEntries(query), true);
}
