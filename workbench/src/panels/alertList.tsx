/** `alertlist`: rules are evaluated by a Grafana, and here is none. */
import { PanelPlugin } from '@grafana/data';
import { Centered } from '../components/Centered';

function AlertListPanel() {
  return <Centered>Alert rules are evaluated by Grafana: start one to see what fires.</Centered>;
}

export const plugin = new PanelPlugin(AlertListPanel);
