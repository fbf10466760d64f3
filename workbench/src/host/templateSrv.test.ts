import { FieldType, createDataFrame, dateTime, type Field, type ScopedVars } from '@grafana/data';
import { ALL, type Variable } from '../state/variables';
import { WorkbenchTemplateSrv } from './templateSrv';

const role = (chosen: string[], more: Partial<Variable['json']> = {}): Variable => ({
  json: { name: 'role', type: 'query', multi: true, includeAll: true, ...more },
  options: ['operator', 'manager'].map((value) => ({ value, text: value.toUpperCase() })),
  chosen,
});

function serviceWith(...variables: Variable[]): WorkbenchTemplateSrv {
  const service = new WorkbenchTemplateSrv();
  service.setVariables(variables);
  return service;
}

describe('WorkbenchTemplateSrv', () => {
  it.each([
    ['$role', '{operator,manager}'],
    ['${role}', '{operator,manager}'],
    ['[[role]]', '{operator,manager}'],
    ['${role:csv}', 'operator,manager'],
    ['${role:pipe}', 'operator|manager'],
    ['${role:json}', '["operator","manager"]'],
    ['${role:regex}', '(operator|manager)'],
    ['${role:sqlstring}', "'operator','manager'"],
    ['${role:text}', 'OPERATOR + MANAGER'],
    ['${role:queryparam}', 'var-role=operator&var-role=manager'],
    ['of $unknown', 'of $unknown'],
  ])('replaces %s by %s', (template, expected) => {
    expect(serviceWith(role(['operator', 'manager'])).replace(template)).toBe(expected);
  });

  it('stands for every value at All, and tells All itself to links', () => {
    const service = serviceWith(role([ALL]));
    expect(service.replace('${role:csv}')).toBe('operator,manager');
    expect(service.replace('$role', undefined, 'text')).toBe('All');
    expect(decodeURIComponent(service.replace('${role:queryparam}'))).toBe('var-role=$__all');
  });

  it('takes allValue at All where the variable has one', () => {
    expect(serviceWith(role([ALL], { allValue: '.*' })).replace('${role:csv}')).toBe('.*');
  });

  it('hands the values to a format function, a list for several', () => {
    const format = jest.fn(() => 'x');
    expect(serviceWith(role(['operator'])).replace('$role', undefined, format)).toBe('x');
    expect(format).toHaveBeenCalledWith(['operator'], {}, undefined);
  });

  it('prefers scoped variables', () => {
    const scoped: ScopedVars = { role: { text: 'Mine', value: 'mine' }, __interval: { text: '1h', value: '1h' } };
    expect(serviceWith(role(['operator'])).replace('$role every $__interval', scoped)).toBe('mine every 1h');
  });

  it('knows the range as milliseconds, seconds and for links', () => {
    const service = serviceWith();
    const from = dateTime(1_000_000);
    const to = dateTime(2_000_000);
    service.updateTimeRange({ from, to, raw: { from: 'now-1h', to: 'now' } });
    expect(service.replace('$__from ${__to:date:seconds}')).toBe('1000000 2000');
    expect(service.replace('$__url_time_range')).toBe('from=now-1h&to=now');
  });

  it('resolves the macros of data links over the row they stand in', () => {
    const measured: Field<number> = {
      name: 'a value',
      type: FieldType.number,
      config: {},
      values: [1, 2.5],
      labels: { site: 'north' },
    };
    const frame = createDataFrame({
      fields: [{ name: 'kpi', type: FieldType.string, values: ['a', 'b'] }, measured],
    });
    const scoped = { __dataContext: { value: { data: [frame], frame, field: measured, rowIndex: 1 }, text: '' } };
    const link = '${__data.fields.kpi}/${__data.fields["a value"]}/${__value.raw}/${__field.labels.site}';
    expect(serviceWith().replace(link, scoped)).toBe('b/2.5/2.5/north');
    expect(serviceWith().replace('${__data.fields.kpi}', {})).toBe('${__data.fields.kpi}');
  });

  it('tells whether a text names a variable that exists', () => {
    const service = serviceWith(role([ALL]));
    expect(service.containsTemplate('for ${role}')).toBe(true);
    expect(service.containsTemplate('for $nobody')).toBe(false);
    expect(service.containsTemplate()).toBe(false);
  });
});
