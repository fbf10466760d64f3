import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { LegendDisplayMode } from '@grafana/schema';
import { useStyles2, VizLegend } from '@grafana/ui';
import type { LegendScale } from '../colors';
import { labels } from '../labels';
import { legendMarks, type LegendContent } from '../legend';

interface Props extends LegendContent {
  /** Reserved for it, in px. */
  height: number;
}

/** What the colours and the marks stand for. */
export function HeatmapLegend({ scale, states, hasProvisional, height }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} style={{ height }} role="group" aria-label={labels.legend}>
      {scale.steps.length > 0 ? <Steps steps={scale.steps} /> : <Blend {...scale} />}
      {legendMarks({ states, hasProvisional }).map(({ kind, label }) => (
        <span key={kind}>
          <svg className={styles.mark} viewBox="0 0 10 10" aria-hidden="true">
            {GLYPHS[kind]}
          </svg>
          {label}
        </span>
      ))}
    </div>
  );
}

/** The marks as they are drawn in the cells. */
const GLYPHS = {
  none_eligible: <path d="M1 9 9 1" stroke="currentColor" />,
  too_few: <circle cx="5" cy="5" r="2" fill="currentColor" />,
  provisional: (
    <>
      <path d="M.5.5h9v9h-9z" fill="none" stroke="currentColor" opacity=".5" />
      <path d="M4 .5h5.500V6z" fill="currentColor" />
    </>
  ),
};

/** Colours that blend, from low to high. */
function Blend({ low, colors, high }: LegendScale) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.blend}>
      <span>{low}</span>
      <span className={styles.scale} aria-hidden="true">
        {colors.map((color, index) => (
          <span key={index} className={styles.stop} style={{ background: color }} />
        ))}
      </span>
      <span>{high}</span>
    </span>
  );
}

/** Each colour with the values it stands for. */
function Steps({ steps }: Pick<LegendScale, 'steps'>) {
  const items = steps.map(({ color, label }) => ({ color, label, yAxis: 1 }));
  return <VizLegend items={items} placement="bottom" displayMode={LegendDisplayMode.List} readonly />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    alignContent: 'end',
    columnGap: theme.spacing(1.5),
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  blend: css({ display: 'flex', flex: '0 1 240px', alignItems: 'center', gap: theme.spacing(1) }),
  scale: css({ display: 'flex', flex: '1 1 160px', minWidth: 40 }),
  mark: css({ width: 10, height: 10, marginInlineEnd: theme.spacing(0.5) }),
  stop: css({ flex: 1, height: 10 }),
});
