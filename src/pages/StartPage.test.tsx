import { render, screen } from '@testing-library/react';
import StartPage from './StartPage';

const get = jest.fn<Promise<unknown>, [string]>();
const getList = jest.fn();

jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children, actions }: { children: React.ReactNode; actions: React.ReactNode }) => (
    <main>
      {actions}
      {children}
    </main>
  ),
  getBackendSrv: () => ({ get }),
  getDataSourceSrv: () => ({ getList }),
}));

function renderPage(answers: Record<string, Promise<unknown>>) {
  get.mockImplementation((url) => answers[url] ?? Promise.reject(new Error(`no answer for ${url}`)));
  render(<StartPage />);
}

const HEALTH = '/api/datasources/uid/lopan-analytics/health';
const dashboards = [{ uid: 'a', title: 'Production Analytics', url: '/d/a' }];

describe('StartPage', () => {
  beforeEach(() =>
    getList.mockReturnValue([
      { uid: 'lopan-analytics', name: 'Lopan Analytics', type: 'lopan-analytics-datasource' },
      { uid: 'grafana', name: '-- Grafana --', type: 'grafana' },
    ])
  );

  it('shows a healthy data source and the dashboards', async () => {
    renderPage({ [HEALTH]: Promise.resolve({ message: 'Connected.' }), '/api/search': Promise.resolve(dashboards) });
    expect(await screen.findByText('Healthy')).toBeInTheDocument();
    expect(screen.getByText('Connected.')).toBeInTheDocument();
    expect(screen.queryByText('-- Grafana --')).not.toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'Production Analytics' })).toHaveAttribute('href', '/d/a');
  });

  it('says what the health check says', async () => {
    const failed = Promise.reject(new Error('The proxy refused the key.'));
    renderPage({ [HEALTH]: failed, '/api/search': Promise.resolve([]) });
    expect(await screen.findByText('The proxy refused the key.')).toBeInTheDocument();
    expect(screen.getByText(/No dashboard with the tag/)).toBeInTheDocument();
  });

  it('leads to a first data source', async () => {
    getList.mockReturnValue([]);
    renderPage({ '/api/search': Promise.resolve(dashboards) });
    expect(screen.getByRole('link', { name: 'Add a data source' })).toHaveAttribute(
      'href',
      '/connections/datasources/new'
    );
    expect(await screen.findByRole('link', { name: 'Production Analytics' })).toBeInTheDocument();
  });
});
