import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Dashboard,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { place, type Section } from './grid';
import { TAG } from './ids';

export interface BoardSpec {
  uid: string;
  title: string;
  description: string;
  /** Start of the default range; it ends now. */
  from: string;
  /** How often panels ask again; absent: only on demand. */
  refresh?: string;
  variables?: ReadonlyArray<Builder<VariableModel>>;
  sections: readonly Section[];
}

/** A dashboard in our ways: linked with its siblings by tag, crosshair shared, zone of the browser. */
export function board(spec: BoardSpec): Dashboard {
  const builder = new DashboardBuilder(spec.title)
    .uid(spec.uid)
    .description(spec.description)
    .tags([TAG])
    .time({ from: spec.from, to: 'now' })
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh(spec.refresh ?? '')
    .variables([...(spec.variables ?? [])])
    .annotations([])
    .link(
      new DashboardLinkBuilder('Lopan')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .tooltip('The other dashboards of Lopan Analytics')
        .icon('external link')
        .asDropdown(false)
        .includeVars(false)
        .keepTime(false)
    );
  for (const { row, panels } of place(spec.sections)) {
    builder.withRow(row);
    for (const panel of panels) {
      builder.withPanel(panel);
    }
  }
  return builder.build();
}
