import { createDataFrame, type DataFrame, FieldType, LoadingState, type LinkModel } from '@grafana/data';
import type { PanelDataErrorViewProps } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { panelProps } from '../../test/panelProps';
import { summaryFrame, summaryRow } from '../../test/summary';
import { AnalyticsCardsPanel } from './AnalyticsCardsPanel';
import { type AnalyticsCardsOptions, defaults } from './types';

type Input = Partial<Omit<Parameters<typeof panelProps>[0], 'options'>> & { options?: Partial<AnalyticsCardsOptions> };

function renderPanel({ options, ...rest }: Input = {}) {
  const props = panelProps({ ...rest, options: { ...defaults, ...options } });
  return render(<AnalyticsCardsPanel {...props} />);
}

const rows = [
  summaryRow(),
  summaryRow({
    kpi: 'quality_index',
    title: 'Quality Index',
    value: 63,
    format: 'score',
    status: 'critical',
    target: 90,
    change: -8,
    trend: 'down',
    good: false,
  }),
  summaryRow({
    kpi: 'roi_value',
    title: 'Business ROI',
    value: null,
    format: 'currency',
    status: 'no_data',
    target: null,
    change: null,
    trend: null,
    good: null,
    sparkline: null,
    note: 'Set analytics.roi.baseline.',
  }),
];

const card = (title: string) => {
  const found = screen.getAllByTestId('analytics-card').find((element) => within(element).queryByText(title));
  if (!found) {
    throw new Error(`no card "${title}"`);
  }
  return within(found);
};

// The host supplies this view; outside of it there is none.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PanelDataErrorView: ({ message }: PanelDataErrorViewProps) => <div role="alert">{message}</div>,
}));

describe('AnalyticsCardsPanel', () => {
  it('shows a card per KPI with value, trend, target and status in words', () => {
    renderPanel({ series: [summaryFrame(rows)] });
    expect(screen.getAllByTestId('analytics-card')).toHaveLength(3);
    const production = card('Production Efficiency');
    expect(production.getByText('88.5%')).toBeInTheDocument();
    expect(production.getByRole('button', { name: /up 10\.6%\s*, better/ })).toBeInTheDocument();
    expect(production.getByText('Target ≥ 85.0%')).toBeInTheDocument();
    expect(production.getByText('OK')).toBeInTheDocument();
    expect(card('Quality Index').getByText('Critical')).toBeInTheDocument();
  });

  it('has an accessible name and a sentence that says the worst first', () => {
    renderPanel({ series: [summaryFrame(rows)] });
    const region = screen.getByRole('group', { name: 'Executive summary' });
    expect(region).toHaveAccessibleDescription(
      '3 values; 1 critical: Quality Index 63.0; 1 no data: Business ROI; 1 ok.'
    );
  });

  it('says on the card which configuration is missing', () => {
    renderPanel({ series: [summaryFrame(rows)] });
    expect(card('Business ROI').getByText('Set analytics.roi.baseline.')).toBeInTheDocument();
  });

  it('tells the compared dates with the trend', async () => {
    const meta = { custom: { comparedFrom: '2026-01-30T18:00:00Z', comparedTo: '2026-03-01T18:00:00Z' } };
    renderPanel({ series: [summaryFrame(rows.slice(0, 1), { meta })] });
    await userEvent.hover(screen.getByRole('button', { name: /up 10\.6%/ }));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'Compared with 80.0% (2026-01-30 18:00:00 – 2026-03-01 18:00:00)'
    );
  });

  it('shows only what the options ask for', () => {
    const off = { showTrend: false, showTarget: false, showStatus: false, showSparkline: false, showAsOf: false };
    renderPanel({ series: [summaryFrame(rows.slice(0, 1))], options: { ...off, showTableToggle: false } });
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
    expect(screen.queryByText(/Target/)).not.toBeInTheDocument();
    expect(screen.queryByText('OK')).not.toBeInTheDocument();
    expect(screen.queryByText(/as of/)).not.toBeInTheDocument();
    expect(screen.queryByTestId('card-sparkline')).not.toBeInTheDocument();
  });

  it('shows time, n and the marks of a value that may change or is old', () => {
    renderPanel({
      series: [summaryFrame([summaryRow({ complete: false })])],
      options: { showCount: true, staleAfterMinutes: 5 },
    });
    expect(screen.getByText('2026-03-31 17:42')).toBeInTheDocument();
    expect(screen.getByText('n = 720')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Provisional' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Stale' })).toBeInTheDocument();
  });

  it('keeps the marks where there is no room for the rest', () => {
    renderPanel({
      series: [summaryFrame([summaryRow({ complete: false })])],
      height: 70,
      options: { layout: 'compact' },
    });
    expect(screen.getByRole('button', { name: 'Provisional' })).toBeInTheDocument();
    expect(screen.queryByTestId('card-sparkline')).not.toBeInTheDocument();
  });

  it('switches to a table that holds the same, and back', async () => {
    renderPanel({ series: [summaryFrame(rows)] });
    await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    const row = screen.getByRole('row', { name: /Quality Index/ });
    expect(within(row).getByRole('cell', { name: '63.0' })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Download CSV' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Show as cards' }));
    expect(screen.queryByRole('table')).not.toBeInTheDocument();
  });

  it('downloads the table as CSV', async () => {
    const create = jest.fn((_: Blob) => 'blob:csv');
    Object.assign(URL, { createObjectURL: create, revokeObjectURL: jest.fn() });
    jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation();
    renderPanel({ series: [summaryFrame(rows)] });
    await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    await userEvent.click(screen.getByRole('button', { name: 'Download CSV' }));
    expect(create.mock.calls[0]?.[0].type).toBe('text/csv;charset=utf-8');
  });

  const withLinks = (links: LinkModel[]): DataFrame => {
    const frame = summaryFrame(rows.slice(0, 1), {
      config: { links: links.map(({ title, href }) => ({ title, url: href })) },
    });
    frame.fields.forEach((field) => (field.getLinks = () => links));
    return frame;
  };
  const link = (title: string): LinkModel => ({ title, href: `/d/${title}`, target: '_self', origin: {} });

  it('follows a data link', () => {
    renderPanel({ series: [withLinks([link('details')])] });
    expect(screen.getByRole('link', { name: 'Production Efficiency' })).toHaveAttribute('href', '/d/details');
  });

  it('offers several data links as a menu', async () => {
    renderPanel({ series: [withLinks([link('details'), link('journeys')])] });
    await userEvent.click(screen.getByRole('button', { name: 'Links of Production Efficiency' }));
    expect(await screen.findByText('journeys')).toBeInTheDocument();
  });

  it('can be scrolled from the keyboard when cards do not fit', () => {
    renderPanel({ series: [summaryFrame(Array.from({ length: 30 }, () => summaryRow()))], height: 150, width: 400 });
    expect(screen.getByRole('list')).toHaveAttribute('tabindex', '0');
  });

  it('tells of failed queries above the cards of the others', () => {
    renderPanel({ series: [summaryFrame(rows)], data: { errors: [{ message: 'timeout', refId: 'B' }] } });
    expect(screen.getByText('Some queries failed: timeout')).toBeInTheDocument();
    expect(screen.getAllByTestId('analytics-card')).toHaveLength(3);
  });

  it('waits in the shape of cards', () => {
    renderPanel({ data: { state: LoadingState.Loading } });
    expect(screen.getByRole('status', { name: 'Loading cards' })).toBeInTheDocument();
  });

  it('says why there is nothing to draw', () => {
    renderPanel();
    expect(screen.getByRole('alert')).toHaveTextContent('The query returned no values.');
  });

  it('says why all queries failed', () => {
    renderPanel({ data: { state: LoadingState.Error, errors: [{ message: 'The proxy is unreachable.' }] } });
    expect(screen.getByRole('alert')).toHaveTextContent('The query failed: The proxy is unreachable.');
  });

  it('says what it needs', () => {
    renderPanel({ series: [createDataFrame({ fields: [{ name: 'a', type: FieldType.string, values: ['x'] }] })] });
    expect(screen.getByRole('alert')).toHaveTextContent('Cards need a summary query or at least one number field.');
  });

  it('uses the no-value text of the panel', () => {
    renderPanel({
      series: [summaryFrame(rows.slice(2))],
      fieldConfig: { defaults: { noValue: 'n/a' }, overrides: [] },
    });
    expect(screen.getByText('n/a')).toBeInTheDocument();
  });
});
