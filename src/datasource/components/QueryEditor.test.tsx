import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { testDataSource } from '../../test/datasource';
import { QUERY_DEFAULTS } from '../defaults';
import type { LopanDataSource } from '../datasource';
import type { LopanQuery, LopanVariableQuery, QueryType } from '../types';
import { QueryEditor } from './QueryEditor';
import { VariableQueryEditor } from './VariableQueryEditor';

jest.mock('@grafana/ui', () => {
  const { NativeCombobox, NativeMultiCombobox } = jest.requireActual('../../test/nativeCombobox');
  return { ...jest.requireActual('@grafana/ui'), Combobox: NativeCombobox, MultiCombobox: NativeMultiCombobox };
});

async function renderEditor(query: Partial<LopanQuery>, datasource: LopanDataSource = testDataSource()) {
  const latest = { query: { refId: 'A', ...query } as LopanQuery, runs: 0 };
  function Page() {
    const [current, setCurrent] = useState(latest.query);
    latest.query = current;
    return (
      <QueryEditor datasource={datasource} query={current} onChange={setCurrent} onRunQuery={() => latest.runs++} />
    );
  }
  render(<Page />);
  // The catalogue arrives after the first paint.
  await screen.findByLabelText(/^Query type/);
  return latest;
}

const choose = async (label: RegExp, option: RegExp) => {
  const list = screen.getByLabelText(label);
  await userEvent.selectOptions(list, await within(list).findByRole('option', { name: option }));
};

describe('QueryEditor', () => {
  it('offers KPIs by title, with unit and target', async () => {
    const latest = await renderEditor(QUERY_DEFAULTS.kpi);
    await choose(/^KPIs/, /Production Efficiency.*percent · target ≥ 85/);
    expect(latest.query).toMatchObject({ kpis: ['production_efficiency'] });
    expect(latest.runs).toBe(1);
  });

  it('says at the field that a KPI is missing', async () => {
    await renderEditor(QUERY_DEFAULTS.kpi);
    expect(screen.getByText('Choose at least one KPI.')).toBeInTheDocument();
  });

  it('shows only the fields that matter to the type', async () => {
    const latest = await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] });
    expect(screen.getByLabelText(/^Interval/)).toBeInTheDocument();
    expect(screen.queryByLabelText(/^Compare with/)).not.toBeInTheDocument();
    await choose(/^Query type/, /^Summary/);
    expect(latest.query).toMatchObject({ queryType: 'summary', kpis: ['launch_time'], compare: 'previous' });
    expect(screen.getByLabelText(/^Compare with/)).toBeInTheDocument();
    expect(screen.queryByLabelText(/^Interval/)).not.toBeInTheDocument();
  });

  it('turns no KPI into all of them, where a summary is asked', async () => {
    const latest = await renderEditor(QUERY_DEFAULTS.kpi);
    await choose(/^Query type/, /^Summary/);
    expect(latest.query).not.toHaveProperty('kpis');
  });

  it('hides the interval where the answer is one number', async () => {
    const latest = await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] });
    await userEvent.click(screen.getByRole('radio', { name: 'One number each' }));
    expect(latest.query).toMatchObject({ format: 'numeric' });
    expect(screen.queryByLabelText(/^Interval/)).not.toBeInTheDocument();
  });

  it('offers a statistic only where a KPI has several', async () => {
    const latest = await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] });
    await screen.findByLabelText(/^Statistic/);
    await choose(/^Statistic/, /^Median/);
    expect(latest.query).toMatchObject({ stat: 'p50' });
    await choose(/^Statistic/, /^As defined/);
    expect(latest.query).toMatchObject({ stat: undefined });
  });

  it('offers live values and variables as filters', async () => {
    const latest = await renderEditor(
      { ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] },
      testDataSource({ site: 'north' })
    );
    await choose(/^Filter by site/, /north.*18240 events/);
    expect(latest.query.filters).toEqual({ site: ['north'] });
    await choose(/^Filter by site/, /\$\{site\}/);
    expect(latest.query.filters).toEqual({ site: ['north', '${site}'] });
  });

  it('hands on a number when its field is left', async () => {
    const latest = await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] });
    const field = screen.getByLabelText(/^Minimum n/);
    await userEvent.clear(field);
    await userEvent.type(field, '30');
    expect(latest.runs).toBe(0);
    await userEvent.tab();
    expect(latest.query).toMatchObject({ minN: 30 });
  });

  it('switches completeness', async () => {
    const latest = await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] });
    await userEvent.click(screen.getByLabelText(/^Complete dates only/));
    await userEvent.click(screen.getByLabelText(/^Complete buckets only/));
    expect(latest.query).toMatchObject({ completeOnly: false, completeBuckets: true });
  });

  it('works without the catalogue and says so', async () => {
    const datasource = testDataSource();
    jest.mocked(datasource.getResource).mockRejectedValue({ data: { message: 'The proxy is unreachable.' } });
    await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] }, datasource);
    expect(await screen.findByText(/The proxy is unreachable/)).toBeInTheDocument();
    expect(screen.getByLabelText(/^KPIs/)).toHaveValue(['launch_time']);
  });

  it.each(Object.keys(QUERY_DEFAULTS) as QueryType[])('has a name for every input of a %s query', async (type) => {
    await renderEditor(QUERY_DEFAULTS[type]);
    // By the DOM's own notion of labels: computing accessible names of 17 editors takes most of a minute.
    const inputs = [...document.querySelectorAll<HTMLInputElement>('input, select')];
    expect(inputs.length).toBeGreaterThan(0);
    inputs.forEach((input) => {
      const label = input.labels?.[0] ?? document.getElementById(input.getAttribute('aria-labelledby') ?? '');
      expect(label).not.toBeNull();
    });
  });
});

describe('VariableQueryEditor', () => {
  it('chooses what a variable offers', async () => {
    const onChange = jest.fn();
    const query: LopanVariableQuery = { refId: 'V', queryType: 'dimension_values', dimension: 'site' };
    render(
      <VariableQueryEditor datasource={testDataSource()} query={query} onChange={onChange} onRunQuery={jest.fn()} />
    );
    await choose(/^Dimension/, /^User role/);
    expect(onChange).toHaveBeenLastCalledWith({ ...query, dimension: 'userRole' });
    await choose(/^Values/, /^KPIs/);
    expect(onChange).toHaveBeenLastCalledWith({ refId: 'V', queryType: 'kpis' });
  });
});

describe('a new query variable', () => {
  it('keeps what its editor shows, so that it runs before anybody has chosen', () => {
    const onChange = jest.fn();
    const query = { refId: 'V' } as LopanVariableQuery;
    render(
      <VariableQueryEditor datasource={testDataSource()} query={query} onChange={onChange} onRunQuery={jest.fn()} />
    );
    expect(onChange.mock.calls).toEqual([[{ refId: 'V', queryType: 'dimension_values', dimension: 'site' }]]);
  });
});

describe('template variables in choices', () => {
  it('are offered, and stay when the dashboard has them no more', async () => {
    const latest = await renderEditor(
      { ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'] },
      testDataSource({ width: '1d' })
    );
    await choose(/^Interval/, /^\$\{width\} \| variable$/);
    expect(latest.query).toMatchObject({ interval: '${width}' });
  });

  it('stay visible where no variable of that name is left', async () => {
    await renderEditor({ ...QUERY_DEFAULTS.kpi, kpis: ['launch_time'], interval: '${gone}' });
    expect(screen.getByLabelText(/^Interval/)).toHaveValue('${gone}');
  });
});
