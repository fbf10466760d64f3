import {
  DashboardBuilder,
  DashboardCursorSync,
  type AnnotationQuery,
  type Dashboard,
  type Panel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { place, type Section } from './grid';
import { TAG } from './ids';
import { siblingLinks } from './links';

export interface BoardSpec {
  uid: string;
  title: string;
  description: string;
  /** Start of the default range; it ends now. */
  from: string;
  /** How often panels ask again; absent: only on demand. */
  refresh?: string;
  variables?: ReadonlyArray<Builder<VariableModel>>;
  annotations?: ReadonlyArray<Builder<AnnotationQuery>>;
  sections: readonly Section[];
}

/** The Grafana that core panels are written for: older ones would be migrated, some by guessing. */
const CORE_VERSION = '12.3.0';

/** Says of a core panel for which Grafana it is written; our panels have versions of their own. */
function dated(panel: Panel): Panel {
  return panel.type.startsWith('lopan-') ? panel : { ...panel, pluginVersion: CORE_VERSION };
}

/** A dashboard in our ways: linked with its siblings, crosshair shared, zone of the browser. */
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
    .annotations([...(spec.annotations ?? [])])
    .links(siblingLinks(spec.uid));
  for (const { row, panels } of place(spec.sections)) {
    builder.withRow(row);
    for (const panel of panels) {
      builder.withPanel({ build: () => dated(panel.build()) });
    }
  }
  return builder.build();
}
