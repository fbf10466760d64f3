/** Entry of the page. `boot.ts` has run before: it puts in place what `@grafana/*` reads while it is imported. */
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { getJson, type BuiltPlugin, type DashboardEntry, type WorkbenchInfo } from './host/api';
import { setBuiltPlugins } from './host/panelPlugins';
import { installServices } from './host/services';
import './page.css';
import { pageRange } from './state/pageRange';

async function start(root: HTMLElement): Promise<void> {
  const [info, plugins, dashboards] = await Promise.all([
    getJson<WorkbenchInfo>('/api/workbench'),
    getJson<BuiltPlugin[]>('/api/plugins'),
    getJson<DashboardEntry[]>('/api/dashboards'),
  ]);
  installServices(plugins, pageRange);
  setBuiltPlugins(plugins);
  createRoot(root).render(<App info={info} dashboards={dashboards} />);
}

const root = document.getElementById('root');
if (root) {
  start(root).catch((error: Error) => {
    root.textContent = `The workbench could not start: ${error.message}`;
  });
}
