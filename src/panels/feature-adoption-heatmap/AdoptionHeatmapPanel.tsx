import { css } from '@emotion/css';
import { LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useId, useMemo, useState } from 'react';
import { FailedQueries, FAILED_QUERIES_HEIGHT } from '../../common/components/FailedQueries';
import { LoadingShape } from '../../common/components/LoadingShape';
import { TableToggle } from '../../common/components/TableToggle';
import { TableTwin } from '../../common/components/TableTwin';
import { failureMessages } from '../../common/failureMessages';
import { visuallyHidden } from '../../common/visuallyHidden';
import { colorScale } from './colors';
import { HeatmapGrid } from './components/HeatmapGrid';
import { HeatmapLegend } from './components/HeatmapLegend';
import { labels } from './labels';
import { legendHeight } from './legend';
import { buildGrid, type Grid } from './model';
import { toCsvTable, toTable } from './table';
import { gridSentence } from './texts';
import { type AdoptionHeatmapOptions, defaults } from './types';

/** The panel: builds the grid, then draws it as a heatmap or as a table, or says why there is nothing to draw. */
export function AdoptionHeatmapPanel(props: PanelProps<AdoptionHeatmapOptions>) {
  const { id, data, fieldConfig, height } = props;
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
    return <LoadingShape label={labels.loading} height={height} columns={6} rows={4} />;
  }
  const failures = failureMessages(data);
  const reason = model.kind === 'empty' ? labels.empty : labels.undrawable;
  const message = failures ? labels.failed(failures) : reason;
  return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={message} />;
}

function Heatmap(props: PanelProps<AdoptionHeatmapOptions> & { grid: Grid }) {
  const { grid, options, data, width, height, title, replaceVariables } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const sentenceId = useId();
  const [asTable, setAsTable] = useState(false);
  const { mode, steps, changeLimit } = options;
  const { colorOf, legend } = useMemo(
    () => colorScale(grid, { mode, steps, changeLimit }, theme),
    [grid, mode, steps, changeLimit, theme]
  );
  const content = useMemo(
    () => ({
      scale: legend,
      states: new Set(grid.cells.map(({ state }) => state)),
      hasProvisional: grid.cells.some(({ provisional }) => provisional),
    }),
    [grid, legend]
  );
  const failures = failureMessages(data);
  const drawHeight = height - (failures ? FAILED_QUERIES_HEIGHT : 0);
  const forLegend = options.showLegend ? legendHeight(content, { width, height: drawHeight }) : 0;
  return (
    <section className={styles.root} role="group" aria-label={title || labels.heatmap} aria-describedby={sentenceId}>
      <p id={sentenceId} className={visuallyHidden}>
        {gridSentence(grid)}
      </p>
      {failures && <FailedQueries message={labels.failedQueries(failures)} />}
      {asTable ? (
        <TableTwin
          table={toTable(grid, mode)}
          getCsvTable={() => toCsvTable(grid, mode)}
          labels={labels.twin}
          height={drawHeight}
        />
      ) : (
        <>
          <HeatmapGrid
            grid={grid}
            colorOf={colorOf}
            options={options}
            width={width}
            height={drawHeight - forLegend}
            replaceVariables={replaceVariables}
          />
          {options.showLegend && <HeatmapLegend {...content} height={forLegend} />}
        </>
      )}
      {options.showTableToggle && <TableToggle asTable={asTable} labels={labels} onChange={setAsTable} />}
    </section>
  );
}

const getStyles = () => ({ root: css({ position: 'relative', height: '100%' }) });
