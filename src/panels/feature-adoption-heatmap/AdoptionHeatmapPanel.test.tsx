import { type LinkModel, LoadingState } from '@grafana/data';
import { locationService, type PanelDataErrorViewProps } from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { adoptionFrame, adoptionRow } from '../../test/adoption';
import { panelProps } from '../../test/panelProps';
import { AdoptionHeatmapPanel } from './AdoptionHeatmapPanel';
import { type AdoptionHeatmapOptions, defaults } from './types';

// The host supplies this view; outside of it there is none.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PanelDataErrorView: ({ message }: PanelDataErrorViewProps) => <div role="alert">{message}</div>,
}));

// jsdom draws nothing; what is drawn is tested by the model, the colours and the geometry.
jest.mock('./draw', () => ({ drawGrid: jest.fn() }));

const frame = () =>
  adoptionFrame([
    adoptionRow('a', 'operator'),
    adoptionRow('a', 'planner', { rate: 90, users: 9 }),
    adoptionRow('b', 'operator', { rate: null, eligible: 0 }),
    adoptionRow('b', 'planner', { rate: null, eligible: 2 }),
  ]);

type Input = Partial<Omit<Parameters<typeof panelProps>[0], 'options'>> & { options?: Partial<AdoptionHeatmapOptions> };

function renderPanel({ options, ...rest }: Input = {}) {
  return render(<AdoptionHeatmapPanel {...panelProps({ ...rest, options: { ...defaults, ...options } })} />);
}

const grid = () => screen.getByRole('group', { name: 'Adoption heatmap' });

describe('AdoptionHeatmapPanel', () => {
  it('has an accessible name and a sentence', () => {
    renderPanel({ series: [frame()] });
    expect(screen.getByRole('group', { name: 'Executive summary' })).toHaveAccessibleDescription(
      /Highest: A, planner 90/
    );
  });

  it('explains colours and marks', () => {
    renderPanel({ series: [frame()] });
    const legend = within(screen.getByRole('group', { name: 'Legend' }));
    expect(legend.getByText(/Nobody could use it/)).toBeInTheDocument();
    expect(legend.getByText(/Too few to tell/)).toBeInTheDocument();
  });

  it('reads the cell that the keyboard has moved to', async () => {
    renderPanel({ series: [frame()] });
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(screen.getByText(/A, planner: 90.0%, 9 of 10 users/)).toBeInTheDocument();
    await userEvent.keyboard('{PageDown}{ArrowUp}{Home}');
    expect(screen.getByText('B, operator: Nobody could use it')).toBeInTheDocument();
  });

  it('shows the cell that the keyboard has moved to, until Escape', async () => {
    renderPanel({ series: [frame()] });
    grid().focus();
    await userEvent.keyboard('{ArrowDown}{ArrowRight}');
    expect(await screen.findByText('A · planner')).toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByText('A · planner')).not.toBeInTheDocument();
  });

  it('shows the cell under the pointer', async () => {
    renderPanel({ series: [frame()] });
    await userEvent.pointer({ target: screen.getByTestId('heatmap-canvas'), coords: { clientX: 5, clientY: 5 } });
    expect(await screen.findByText('A · operator')).toBeInTheDocument();
    expect(screen.getByText('5 of 10 users')).toBeInTheDocument();
  });

  it('sets variables when a cell is chosen', async () => {
    const partial = jest.spyOn(locationService, 'partial').mockImplementation();
    renderPanel({ series: [frame()], options: { featureVariable: 'feature', columnVariable: 'role' } });
    grid().focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(partial).toHaveBeenLastCalledWith({ 'var-feature': 'a', 'var-role': 'operator' }, true);
    await userEvent.keyboard('{End}{Enter}');
    expect(partial).toHaveBeenLastCalledWith({ 'var-feature': 'a', 'var-role': '$__all' }, true);
  });

  it('chooses a cell by a click while the grid has the focus', async () => {
    const partial = jest.spyOn(locationService, 'partial').mockImplementation();
    partial.mockClear();
    renderPanel({ series: [frame()], options: { featureVariable: 'feature' } });
    grid().focus();
    await userEvent.pointer({ target: screen.getByTestId('heatmap-canvas'), coords: { clientX: 5, clientY: 5 } });
    await userEvent.click(screen.getByRole('button', { name: /^A, operator/ }));
    expect(partial).toHaveBeenLastCalledWith({ 'var-feature': 'a' }, true);
  });

  it.each(['{Enter}', 'click'])('clears the variables when the chosen cell is chosen again: %s', async (how) => {
    const current: Record<string, string> = { feature: 'all features', role: 'shift lead' };
    const partial = jest.spyOn(locationService, 'partial').mockImplementation();
    const replaceVariables = (text: string) =>
      text.replace(/\$\{(\w+):queryparam\}/, (_, name) => `var-${name}=${encodeURIComponent(current[name] ?? '')}`);
    const series = [adoptionFrame([adoptionRow('a', 'shift lead')])];
    renderPanel({ series, replaceVariables, options: { featureVariable: 'feature', columnVariable: 'role' } });
    const choose = async () => {
      await (how === 'click' ? userEvent.click(screen.getByRole('button', { name: /^A,/ })) : userEvent.keyboard(how));
    };
    await userEvent.pointer({ target: screen.getByTestId('heatmap-canvas'), coords: { clientX: 5, clientY: 5 } });
    // A click gives the cell the focus; Enter must press it once, not twice.
    await userEvent.click(screen.getByRole('button', { name: /^A,/ }));
    expect(partial).toHaveBeenLastCalledWith({ 'var-feature': 'a', 'var-role': 'shift lead' }, true);
    current.feature = 'a';
    partial.mockClear();
    await choose();
    expect(partial).toHaveBeenCalledTimes(1);
    expect(partial).toHaveBeenLastCalledWith({ 'var-feature': '$__all', 'var-role': '$__all' }, true);
  });

  const withLinks = (...titles: string[]) => {
    const linked = frame();
    const links: LinkModel[] = titles.map((title) => ({ title, href: '/d/details', target: '_self', origin: {} }));
    linked.fields.forEach((field) => {
      field.config = { links: titles.map((title) => ({ title, url: '/d/details' })) };
      field.getLinks = () => links;
    });
    return linked;
  };

  it('follows the only data link of a cell', async () => {
    renderPanel({ series: [withLinks('Details')] });
    grid().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('link', { name: /^Details: A, operator/ })).toHaveAttribute('href', '/d/details');
  });

  it('offers several data links of a cell as a menu, and gives the focus back', async () => {
    renderPanel({ series: [withLinks('Details', 'Explore')] });
    grid().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('button', { name: /^Links of A, operator/ })).toHaveAttribute('aria-haspopup', 'menu');
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Explore')).toBeInTheDocument();
    expect(screen.getByText('A · operator')).toBeInTheDocument();
    expect(screen.getAllByRole('menuitem')).toHaveLength(2);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menuitem')).not.toBeInTheDocument();
    expect(grid()).toHaveFocus();
    expect(screen.getByRole('button', { name: /^Links of A, operator/ })).toBeInTheDocument();
  });

  it('switches to a table', async () => {
    renderPanel({ series: [frame()] });
    await userEvent.click(screen.getByRole('button', { name: 'Show as table' }));
    expect(screen.getByRole('row', { name: /^A 50.0% 90.0% 70.0%/ })).toBeInTheDocument();
  });

  it('says why there is nothing to draw', () => {
    const { unmount } = renderPanel();
    expect(screen.getByRole('alert')).toHaveTextContent('The query returned no cells.');
    unmount();
    renderPanel({ data: { state: LoadingState.Error, errors: [{ message: 'timeout' }] } });
    expect(screen.getByRole('alert')).toHaveTextContent('The query failed: timeout');
  });

  it('tells of failed queries above the cells of the others', () => {
    renderPanel({ series: [frame()], data: { errors: [{ message: 'timeout', refId: 'B' }] } });
    expect(screen.getByText('Some queries failed: timeout')).toBeInTheDocument();
    expect(grid()).toBeInTheDocument();
  });

  it('has a name where the panel has no title', () => {
    renderPanel({ series: [frame()], title: '' });
    expect(screen.getAllByRole('group', { name: 'Adoption heatmap' })).toHaveLength(2);
  });

  it('waits for the first answer', () => {
    renderPanel({ data: { state: LoadingState.Loading } });
    expect(screen.getByRole('status', { name: 'Loading heatmap' })).toBeInTheDocument();
  });
});
