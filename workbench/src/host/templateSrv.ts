/**
 * Grafana's template service: replaces `$name`, `${name}`, `${name:format}` and `[[name]]` by the choice of a dashboard
 * variable or by a scoped one (`__interval`, a panel's own).
 */
import type { ScopedVars, TimeRange, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { rawToText } from '../state/range';
import { resolveMacro } from './dataMacros';
import { ALL, textOf, valuesOf, type Variable } from '../state/variables';

const PATTERN = /\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]|\$\{(\w+)(?:\.([^:}]+))?(?::([^}]+))?\}/g;

type Values = string | string[];

const FORMATS: Record<string, (value: Values) => string> = {
  csv: (value) => [value].flat().join(','),
  raw: (value) => [value].flat().join(','),
  pipe: (value) => [value].flat().join('|'),
  json: (value) => JSON.stringify(value),
  distributed: (value) => [value].flat().join(','),
  doublequote: (value) =>
    [value]
      .flat()
      .map((one) => `"${one.replaceAll('"', '\\"')}"`)
      .join(','),
  singlequote: (value) =>
    [value]
      .flat()
      .map((one) => `'${one.replaceAll("'", "\\'")}'`)
      .join(','),
  sqlstring: (value) =>
    [value]
      .flat()
      .map((one) => `'${one.replaceAll("'", "''")}'`)
      .join(','),
  percentencode: (value) => encodeURIComponent(FORMATS.glob?.(value) ?? ''),
  regex: (value) => {
    const parts = [value].flat().map((one) => one.replace(/[\\^$*+?.()|[\]{}/]/g, '\\$&'));
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join('|')})`;
  },
  glob: (value) => {
    const parts = [value].flat();
    return parts.length === 1 ? (parts[0] ?? '') : `{${parts.join(',')}}`;
  },
};

export class WorkbenchTemplateSrv implements TemplateSrv {
  private variables: Variable[] = [];
  private range: TimeRange | undefined;

  setVariables(variables: Variable[]): void {
    this.variables = variables;
  }

  /** The variables in the form of a dashboard's JSON, as plugins read them. */
  getVariables(): TypedVariableModel[] {
    return this.variables.map(({ json, options, chosen }) =>
      asModel({
        ...json,
        id: json.name,
        options,
        current: json.multi ? { value: chosen, text: chosen } : { value: chosen[0], text: chosen[0] },
      })
    );
  }

  containsTemplate(target?: string): boolean {
    return Boolean(target && [...target.matchAll(PATTERN)].some(([, a, b, , c]) => this.find(a ?? b ?? c ?? '')));
  }

  updateTimeRange(timeRange: TimeRange): void {
    this.range = timeRange;
  }

  replace(target = '', scopedVars?: ScopedVars, format?: string | Function): string {
    return target.replace(PATTERN, (match, plain, square, squareFormat, braced, path, bracedFormat) => {
      const name: string = plain ?? square ?? braced;
      return this.resolve(name, path, squareFormat ?? bracedFormat ?? format, scopedVars) ?? match;
    });
  }

  private resolve(
    name: string,
    path: string | undefined,
    format: unknown,
    scopedVars?: ScopedVars
  ): string | undefined {
    const scoped = scopedVars?.[name];
    if (scoped) {
      const value = path ? fieldAt(scoped.value, path) : scoped.value;
      return formatted(value, format, String(scoped.text ?? value));
    }
    const macro = resolveMacro(name, path, scopedVars);
    if (macro !== undefined && macro !== null) {
      return formatted(macro, format, String(macro));
    }
    if (name === '__from' || name === '__to') {
      return this.range && formatInstant(name === '__from' ? this.range.from : this.range.to, path, format);
    }
    const variable = this.find(name);
    if (!variable) {
      return this.forUrl(name);
    }
    if (format === 'queryparam') {
      return asQueryParam(variable);
    }
    const values = valuesOf(variable);
    const single = !variable.json.multi && !variable.chosen.includes(ALL);
    return formatted(single ? (values[0] ?? '') : values, format, textOf(variable));
  }

  /** The page's variables and range as query parameters, for links that take them along. */
  private forUrl(name: string): string | undefined {
    if (name === '__url_time_range') {
      return this.range && `from=${rawToText(this.range.raw.from)}&to=${rawToText(this.range.raw.to)}`;
    }
    return name === '__all_variables' ? this.variables.map(asQueryParam).join('&') : undefined;
  }

  private find(name: string): Variable | undefined {
    return this.variables.find(({ json }) => json.name === name);
  }
}

/** The choice itself, All as All: what a link carries. */
function asQueryParam({ json, chosen }: Variable): string {
  return chosen.map((value) => `var-${json.name}=${encodeURIComponent(value)}`).join('&');
}

function formatted(value: unknown, format: unknown, text: string): string {
  if (typeof format === 'function') {
    return String(Reflect.apply(format, undefined, [value, {}, undefined]));
  }
  if (format === 'text') {
    return text;
  }
  const values: Values = Array.isArray(value) ? value.map(String) : String(value ?? '');
  const apply = (typeof format === 'string' && FORMATS[format]) || FORMATS.glob;
  return apply ? apply(values) : text;
}

function formatInstant(instant: TimeRange['from'], path: string | undefined, format: unknown): string {
  const name = path ?? (typeof format === 'string' ? format : '');
  if (name === 'date' || name.startsWith('date:iso')) {
    return instant.toISOString();
  }
  return name === 'date:seconds' ? String(instant.unix()) : String(instant.valueOf());
}

function fieldAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => {
    return typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  }, value);
}

/** The JSON of a variable is what Grafana's type describes, kind by kind. */
function asModel(model: object): TypedVariableModel {
  return model as TypedVariableModel;
}

export const templateSrv = new WorkbenchTemplateSrv();
