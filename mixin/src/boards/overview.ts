import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { kpiOf, type MixinConfig } from '../config';
import { adoptionHeatmap } from '../panels/adoptionHeatmap';
import { cardsPanel } from '../panels/cards';
import { correlationTable, strongestPairChart } from '../panels/correlation';
import { dropOffChart, journeysTable } from '../panels/journeys';
import { kpiOverTime } from '../panels/kpiOverTime';
import { kpiTable } from '../panels/kpiTable';
import { limitsSentence } from '../panels/limits';
import { opportunitiesTable } from '../panels/opportunities';
import { board } from './board';
import type { Section } from './grid';
import { OVERVIEW_PANELS, OVERVIEW_UID } from './ids';
import { operationsLink } from './links';
import { releases } from './releases';
import { BY_ROLE, roleVariable } from './variables';

/** The four figures of the specification's executive summary, in its order. */
const EXECUTIVE = ['production_efficiency', 'engagement_score', 'performance_score', 'roi_value'];
const QUALITY = [
  'quality_index',
  'overall_quality_index',
  'defect_rate',
  'rework_percentage',
  'customer_complaints',
  'customer_satisfaction',
];
const TECHNICAL = ['launch_time', 'memory_usage', 'scroll_fps', 'crash_free_rate'];

/** Points of a line at most: a month by the day, a week by the hour, on a wall screen as on a laptop. */
const POINTS = 200;

/** The dashboard that a plant manager leaves open: the sections of the specification's dashboard, in its order. */
export function overview(config: MixinConfig): Dashboard {
  return board({
    uid: OVERVIEW_UID,
    title: 'Production Analytics',
    description: 'Executive overview of the plant: how production, quality, the app and its users are doing.',
    from: 'now-30d',
    refresh: '1m',
    variables: [roleVariable(config)],
    annotations: [releases(config, [OVERVIEW_PANELS.launchTime])],
    sections: [executive(config), business(config), engagement(config), performance(config), detail(config)],
  });
}

function executive(config: MixinConfig): Section {
  const panel = cardsPanel(config, {
    id: OVERVIEW_PANELS.executiveSummary,
    title: 'Key figures',
    description: `The four figures to know, each against the range of the same length before. ${explain(config, EXECUTIVE)}`,
    kpis: EXECUTIVE,
    filters: BY_ROLE,
    columns: 2,
  });
  return {
    id: OVERVIEW_PANELS.executiveRow,
    title: 'Executive summary',
    lines: [{ height: 10, panels: [panel] }],
  };
}

/** A KPI over the range, in total and by the groups that have alert rules of their own. */
function overTime(config: MixinConfig, id: number, name: string): ReturnType<typeof kpiOverTime> {
  const kpi = kpiOf(config, name);
  const by = config.alerts.by.filter((dimension) => kpi.groups.includes(dimension));
  return kpiOverTime(config, {
    ...{ id, kpi, by, hasTotal: true, filters: BY_ROLE },
    ...{ points: POINTS, linkOf: operationsLink },
  });
}

function business(config: MixinConfig): Section {
  const quality = cardsPanel(config, {
    id: OVERVIEW_PANELS.qualityMetrics,
    title: 'Quality against the period before',
    description: `Quality in the range against the range of the same length before it. ${explain(config, QUALITY)}`,
    kpis: QUALITY,
    filters: BY_ROLE,
    columns: 3,
  });
  return {
    id: OVERVIEW_PANELS.businessRow,
    title: 'Business intelligence',
    lines: [
      {
        height: 9,
        panels: [
          overTime(config, OVERVIEW_PANELS.productionEfficiency, 'production_efficiency'),
          overTime(config, OVERVIEW_PANELS.qualityIndex, 'quality_index'),
          overTime(config, OVERVIEW_PANELS.customerImpact, 'customer_impact'),
        ],
      },
      { height: 9, panels: [quality] },
    ],
  };
}

function engagement(config: MixinConfig): Section {
  const { adoption, journeys, dropOff, opportunities } = OVERVIEW_PANELS;
  return {
    id: OVERVIEW_PANELS.engagementRow,
    title: 'User engagement and adoption',
    lines: [
      { height: 10, panels: [adoptionHeatmap(config, adoption), dropOffChart(dropOff, journeys)] },
      { height: 9, panels: [journeysTable(config, journeys)] },
      { height: 12, panels: [opportunitiesTable(config, opportunities)] },
    ],
  };
}

function performance(config: MixinConfig): Section {
  const cards = cardsPanel(config, {
    id: OVERVIEW_PANELS.technicalKpis,
    title: 'Technical KPIs',
    description: `How the app itself does on its devices. ${explain(config, TECHNICAL)}`,
    kpis: TECHNICAL,
    filters: BY_ROLE,
    columns: 2,
  });
  return {
    id: OVERVIEW_PANELS.performanceRow,
    title: 'Performance and business',
    lines: [
      { height: 11, panels: [cards, overTime(config, OVERVIEW_PANELS.launchTime, 'launch_time')] },
      {
        height: 11,
        panels: [
          correlationTable(config, OVERVIEW_PANELS.correlation),
          strongestPairChart(config, OVERVIEW_PANELS.strongestPair),
        ],
        widths: [15, 9],
      },
    ],
  };
}

function detail(config: MixinConfig): Section {
  return {
    id: OVERVIEW_PANELS.detailRow,
    title: 'Detailed analytics',
    lines: [
      {
        height: 18,
        panels: [
          kpiTable(
            config,
            OVERVIEW_PANELS.allKpis,
            config.kpis.map(({ id }) => id)
          ),
        ],
      },
    ],
  };
}

/** Each KPI with its limits, for panel descriptions. */
function explain(config: MixinConfig, ids: readonly string[]): string {
  return ids
    .map((id) => kpiOf(config, id))
    .map(
      (kpi) =>
        `${kpi.title}: ${kpi.description.charAt(0).toLowerCase()}${kpi.description.slice(1)} ${limitsSentence(kpi)}`
    )
    .join(' ');
}
