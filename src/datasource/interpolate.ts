import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { Filters, LopanQuery } from './types';

/** What stands for "all values" in a variable; a filter that holds it filters nothing. */
const ALL_VALUES: readonly string[] = ['$__all', '*', ''];

/** Members of a query that belong to Grafana or name things that no variable may change. */
const FIXED = new Set(['refId', 'datasource', 'key', 'queryType', 'schemaVersion', 'hide', 'filters']);

/** A text that is nothing but a reference to one variable. */
const REFERENCE = /^(?:\$(\w+)|\$\{(\w+)(?:[.:][^}]*)?\}|\[\[(\w+)(?::\w+)?\]\])$/;

/** Replaces variables in every text of a query. In lists, a variable with several values becomes several entries. */
export function interpolateQuery(query: LopanQuery, templateSrv: TemplateSrv, scopedVars: ScopedVars): LopanQuery {
  const interpolator = new Interpolator(templateSrv, scopedVars);
  const entries = Object.entries(query).map(([name, value]) => [
    name,
    FIXED.has(name) ? value : interpolator.value(value),
  ]);
  const filters = query.filters && interpolator.filters(query.filters);
  return { ...query, ...Object.fromEntries(entries), ...(filters && { filters }) };
}

class Interpolator {
  constructor(
    private readonly templateSrv: TemplateSrv,
    private readonly scopedVars: ScopedVars
  ) {}

  value(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.flatMap((item: unknown) => (typeof item === 'string' ? this.expand(item) : [item]));
    }
    return typeof value === 'string' ? this.templateSrv.replace(value, this.scopedVars) : value;
  }

  /** Filters with their variables replaced; one that allows all values is left out. */
  filters(filters: Filters): Filters {
    const expanded = Object.entries(filters).map(([name, values]) => {
      const list = values.flatMap((text) => (this.isAll(text) ? [''] : this.expand(text)));
      return [name, [...new Set(list)]] as const;
    });
    return Object.fromEntries(expanded.filter(([, list]) => !list.some((value) => ALL_VALUES.includes(value))));
  }

  /** Every text that a template stands for: one for each combination of its variables' values. */
  private expand(template: string): string[] {
    const found: string[][] = [];
    const mark = (index: number) => `\u0000${index}\u0000`;
    const text = this.templateSrv.replace(template, this.scopedVars, (value: unknown) => {
      found.push((Array.isArray(value) ? value : [value]).map(String));
      return mark(found.length - 1);
    });
    return found.reduce(
      (texts, values, index) => texts.flatMap((t) => values.map((value) => t.replace(mark(index), () => value))),
      [text]
    );
  }

  /**
   * Whether a variable stands at "All". Grafana hands out the list of all values then, which would leave out events
   * that carry none; only the form for links tells the choice itself.
   */
  private isAll(text: string): boolean {
    const name = REFERENCE.exec(text)?.slice(1).find(Boolean);
    if (!name) {
      return false;
    }
    const link = decodeURIComponent(this.templateSrv.replace(`\${${name}:queryparam}`, this.scopedVars));
    return link === `var-${name}=$__all`;
  }
}
