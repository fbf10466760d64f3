import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { kpiOf, type MixinConfig } from '../config';
import { cardsPanel } from '../panels/cards';
import { kpiOverTime } from '../panels/kpiOverTime';
import { kpiTable } from '../panels/kpiTable';
import { limitsSentence } from '../panels/limits';
import { board } from './board';
import type { Section } from './grid';
import { OVERVIEW_PANELS, OVERVIEW_UID } from './ids';
import { roleVariable } from './role';

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

/** The dashboard that a plant manager leaves open: summary, business, app performance, every KPI. */
export function overview(config: MixinConfig): Dashboard {
  return board({
    uid: OVERVIEW_UID,
    title: 'Production Analytics',
    description: 'Executive overview of the plant: how production, quality, the app and its users are doing.',
    from: 'now-30d',
    refresh: '1m',
    variables: [roleVariable(config)],
    sections: [executive(config), business(config), performance(config), detail(config)],
  });
}

function executive(config: MixinConfig): Section {
  const panel = cardsPanel(config, {
    id: OVERVIEW_PANELS.executiveSummary,
    title: 'Key figures',
    description: `The four figures to know, each against the range of the same length before. ${explain(config, EXECUTIVE)}`,
    kpis: EXECUTIVE,
    columns: 2,
  });
  return {
    id: OVERVIEW_PANELS.executiveRow,
    title: 'Executive summary',
    lines: [{ height: 10, panels: [panel] }],
  };
}

function business(config: MixinConfig): Section {
  const chart = (id: number, kpi: string): ReturnType<typeof kpiOverTime> =>
    kpiOverTime(config, id, kpiOf(config, kpi));
  const quality = cardsPanel(config, {
    id: OVERVIEW_PANELS.qualityMetrics,
    title: 'Quality against the period before',
    description: `Quality in the range against the range of the same length before it. ${explain(config, QUALITY)}`,
    kpis: QUALITY,
    columns: 3,
  });
  return {
    id: OVERVIEW_PANELS.businessRow,
    title: 'Business intelligence',
    lines: [
      {
        height: 9,
        panels: [
          chart(OVERVIEW_PANELS.productionEfficiency, 'production_efficiency'),
          chart(OVERVIEW_PANELS.qualityIndex, 'quality_index'),
          chart(OVERVIEW_PANELS.customerImpact, 'customer_impact'),
        ],
      },
      { height: 9, panels: [quality] },
    ],
  };
}

function performance(config: MixinConfig): Section {
  const cards = cardsPanel(config, {
    id: OVERVIEW_PANELS.technicalKpis,
    title: 'Technical KPIs',
    description: `How the app itself does on its devices. ${explain(config, TECHNICAL)}`,
    kpis: TECHNICAL,
    columns: 2,
  });
  return {
    id: OVERVIEW_PANELS.performanceRow,
    title: 'App performance',
    lines: [
      { height: 11, panels: [cards, kpiOverTime(config, OVERVIEW_PANELS.launchTime, kpiOf(config, 'launch_time'))] },
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
