import { findKpi, type Kpi } from '@lopan/catalogue';
import { bands, type Band } from './bands';
import { currentValue, summaryTemplate, valueTemplate } from './templates';

const kpi = findKpi('production_efficiency') as Kpi;
const [warning] = bands(kpi, 75) as [Band, Band];

describe('valueTemplate', () => {
  it('prints the KPI’s decimals', () => {
    expect(valueTemplate({ decimals: 2 }, { limits: [], missedBy: 'below' })).toBe('{{ printf "%.2f" .Value }}');
  });

  it('takes two more where a value under the limit would be printed like it', () => {
    expect(valueTemplate(kpi, warning)).toBe(
      '{{ if and (eq (printf "%.1f" .Value) "75.0") (lt .Value 75.0) }}{{ printf "%.3f" .Value }}' +
        '{{ else }}{{ printf "%.1f" .Value }}{{ end }}'
    );
  });
});

describe('summaryTemplate', () => {
  it('states title, value and limit, so that it is true when an alert is over as well', () => {
    expect(summaryTemplate(kpi, { ...warning, limits: [] }, null)).toBe(
      'Production Efficiency: {{ with $values.A }}{{ if eq .Value .Value }}{{ printf "%.1f" .Value }} %{{ else }}no value{{ end }}{{ else }}no value{{ end }} (warning below 75 %)'
    );
  });

  it('names the group in words', () => {
    expect(summaryTemplate(kpi, warning, 'userRole')).toMatch(
      /^Production Efficiency, user role \{\{ \$labels\.userRole \}\}: /
    );
  });

  it('leaves the unit out of the value for machines', () => {
    expect(currentValue(kpi, { ...warning, limits: [] })).toBe(
      '{{ with $values.A }}{{ if eq .Value .Value }}{{ printf "%.1f" .Value }}{{ else }}no value{{ end }}{{ else }}no value{{ end }}'
    );
  });
});
