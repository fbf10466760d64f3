import { css } from '@emotion/css';
import { LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { LoadingPlaceholder, useStyles2, useTheme2 } from '@grafana/ui';
import { useId, useMemo, useState } from 'react';
import { TableToggle } from '../../common/components/TableToggle';
import { TableTwin } from '../../common/components/TableTwin';
import { failureMessages } from '../../common/failureMessages';
import { visuallyHidden } from '../../common/visuallyHidden';
import { colorScale } from './colors';
import { HeatmapGrid } from './components/HeatmapGrid';
import { HeatmapLegend, LEGEND_HEIGHT } from './components/HeatmapLegend';
import { labels } from './labels';
import { buildGrid, type Grid } from './model';
import { toCsvTable, toTable } from './table';
import { gridSentence } from './texts';
import { type AdoptionHeatmapOptions, defaults } from './types';

/** The panel: builds the grid, then draws it as a heatmap or as a table, or says why there is nothing to draw. */
export function AdoptionHeatmapPanel(props: PanelProps<AdoptionHeatmapOptions>) {
  const { id, data, fieldConfig } = props;
  const options = useMemo(() => ({ ...defaults, ...props.options }), [props.options]);
  const { mode, rowOrder, columnOrder, showTotals } = options;
  const model = useMemo(
    () => buildGrid(data.series, { mode, rowOrder, columnOrder, showTotals }),
    [data.series, mode, rowOrder, columnOrder, showTotals]
  );
  if (model.kind === 'grid') {
    return <Heatmap {...props} options={options} grid={model.grid} />;
  }
  if (data.series.length === 0 && data.state === LoadingState.Loading) {
    return <LoadingPlaceholder text={labels.loading} />;
  }
  const failures = failureMessages(data);
  const reason = model.kind === 'empty' ? labels.empty : labels.undrawable;
  const message = failures ? labels.failed(failures) : reason;
  return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={message} />;
}

function Heatmap({ grid, options, width, height, title }: PanelProps<AdoptionHeatmapOptions> & { grid: Grid }) {
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const sentenceId = useId();
  const [asTable, setAsTable] = useState(false);
  const { mode, steps } = options;
  const { colorOf, legend } = useMemo(() => colorScale(grid, { mode, steps }, theme), [grid, mode, steps, theme]);
  const states = useMemo(() => new Set(grid.cells.map(({ state }) => state)), [grid]);
  return (
    <section className={styles.root} role="group" aria-label={title || undefined} aria-describedby={sentenceId}>
      <p id={sentenceId} className={visuallyHidden}>
        {gridSentence(grid)}
      </p>
      {asTable ? (
        <TableTwin
          table={toTable(grid, mode)}
          getCsvTable={() => toCsvTable(grid, mode)}
          labels={labels.twin}
          height={height}
        />
      ) : (
        <>
          <HeatmapGrid
            grid={grid}
            colorOf={colorOf}
            options={options}
            width={width}
            height={height - (options.showLegend ? LEGEND_HEIGHT : 0)}
          />
          {options.showLegend && (
            <HeatmapLegend
              legend={legend}
              hasNoneEligible={states.has('none_eligible')}
              hasTooFew={states.has('too_few')}
            />
          )}
        </>
      )}
      {options.showTableToggle && <TableToggle asTable={asTable} labels={labels} onChange={setAsTable} />}
    </section>
  );
}

const getStyles = () => ({ root: css({ position: 'relative', height: '100%' }) });
