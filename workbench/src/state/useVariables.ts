import type { TimeRange } from '@grafana/data';
import { useEffect, useMemo, useRef, useState } from 'react';
import { templateSrv } from '../host/templateSrv';
import { readOptions } from './variableOptions';
import { choose, type Variable, type VariableJson, type VariableOption } from './variables';

interface Read {
  options: VariableOption[];
  error?: string;
}

/**
 * A dashboard's variables with options and choice. The options are read once per dashboard; the choice follows the
 * page's address. `ready` is false until all options are there (or have failed).
 */
export function useVariables(list: VariableJson[], range: TimeRange, timeZone: string, search: URLSearchParams) {
  // the values of a dimension hardly depend on the range: asking again at each refresh would make the page jump
  const asOf = useRef({ range, timeZone });
  const [read, setRead] = useState<{ list: VariableJson[]; byName: Map<string, Read> }>();

  useEffect(() => {
    let current = true;
    const reading = list.map(async (json): Promise<[string, Read]> => {
      try {
        return [json.name, { options: await readOptions(json, asOf.current.range, asOf.current.timeZone) }];
      } catch (error) {
        return [json.name, { options: [], error: error instanceof Error ? error.message : String(error) }];
      }
    });
    void Promise.all(reading).then((entries) => current && setRead({ list, byName: new Map(entries) }));
    return () => {
      current = false;
    };
  }, [list]);

  const ready = read?.list === list;
  const chosen = search.toString();
  const variables = useMemo(() => {
    const params = new URLSearchParams(chosen);
    return list.map((json): Variable => {
      const { options = [], error } = (ready && read.byName.get(json.name)) || {};
      return { json, options, error, chosen: choose(json, options, params) };
    });
  }, [list, read, ready, chosen]);

  // before the children render: titles and queries are interpolated while they do
  templateSrv.setVariables(variables);
  return { variables, ready };
}
