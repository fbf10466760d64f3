import type { InterpolateFunction } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import type { Axis } from './model';
import type { AdoptionHeatmapOptions } from './types';

type VariableOptions = Pick<AdoptionHeatmapOptions, 'featureVariable' | 'columnVariable'>;

/** What a dashboard's address carries for a variable at "All". */
const ALL = '$__all';

/** Whether choosing a cell sets a variable. */
export function setsVariables({ featureVariable, columnVariable }: VariableOptions): boolean {
  return featureVariable !== '' || columnVariable !== '';
}

/**
 * Sets the dashboard variables of the panel to a cell's feature and column; the total of all sets "All". Where they stand
 * at just these already, choosing clears the choice: all of them go back to "All".
 */
export function chooseCell(
  row: Axis,
  column: Axis,
  { featureVariable, columnVariable }: VariableOptions,
  replaceVariables: InterpolateFunction
): void {
  const axes: Array<[string, Axis]> = [
    [featureVariable, row],
    [columnVariable, column],
  ];
  const wanted = axes
    .filter(([name]) => name !== '')
    .map(([name, { id, isTotal }]) => ({ name, value: isTotal ? ALL : id }));
  const isChosen = wanted.every(({ name, value }) => isAt(name, value, replaceVariables));
  const query = wanted.map(({ name, value }) => [`var-${name}`, isChosen ? ALL : value]);
  locationService.partial(Object.fromEntries(query), true);
}

/** Whether a variable stands at one value and no other. Its form for an address tells "All" from a list of all values. */
function isAt(name: string, value: string, replaceVariables: InterpolateFunction): boolean {
  const current = new URLSearchParams(replaceVariables(`\${${name}:queryparam}`)).getAll(`var-${name}`);
  return current.length === 1 && current[0] === value;
}
