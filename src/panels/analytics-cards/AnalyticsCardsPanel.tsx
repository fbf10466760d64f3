import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2, useTheme2 } from '@grafana/ui';
import { useId, useMemo, useState } from 'react';
import { FailedQueries, FAILED_QUERIES_HEIGHT } from '../../common/components/FailedQueries';
import { LoadingShape } from '../../common/components/LoadingShape';
import { TableToggle } from '../../common/components/TableToggle';
import { TableTwin } from '../../common/components/TableTwin';
import { failureMessages } from '../../common/failureMessages';
import { visuallyHidden } from '../../common/visuallyHidden';
import { CardGrid } from './components/CardGrid';
import { labels } from './labels';
import { buildCards } from './model';
import { summarySentence } from './sentence';
import { toCsvTable, toTable } from './table';
import { type AnalyticsCardsOptions, defaults } from './types';

/** Below this width the placeholder has two columns, as the cards will have, in px. */
const PHONE = 480;

/** Height of the mark that tells demo data, in px. */
const DEMO_HEIGHT = 22;

/** The panel: builds the model, then draws it as cards or as a table, or says why there is nothing to draw. */
export function AnalyticsCardsPanel(props: PanelProps<AnalyticsCardsOptions>) {
  const { id, data, fieldConfig, width, height, timeZone, title } = props;
  const theme = useTheme2();
  const styles = useStyles2(getStyles);
  const sentenceId = useId();
  const [asTable, setAsTable] = useState(false);

  const options = useMemo(() => ({ ...defaults, ...props.options }), [props.options]);
  const noValue = fieldConfig.defaults.noValue ?? labels.noValue;
  const ownLinks = fieldConfig.defaults.links?.length ?? 0;
  const rangeEnd = data.timeRange.to.valueOf();
  const model = useMemo(
    () => buildCards(data.series, { options, noValue, rangeEnd, ownLinks, theme, timeZone }),
    [data.series, options, noValue, rangeEnd, ownLinks, theme, timeZone]
  );

  const failures = failureMessages(data);
  if (model.kind !== 'cards') {
    if (data.series.length === 0 && data.state === LoadingState.Loading) {
      return <LoadingShape label={labels.loading} height={height} columns={width < PHONE ? 2 : 4} rows={1} />;
    }
    const reason = model.kind === 'empty' ? labels.empty : labels.undrawable;
    const message = failures ? labels.failed(failures) : reason;
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} message={message} />;
  }

  const { cards, compared, demo } = model;
  const drawHeight = height - (failures ? FAILED_QUERIES_HEIGHT : 0) - (demo ? DEMO_HEIGHT : 0);
  return (
    <section className={styles.root} role="group" aria-label={title || labels.cards} aria-describedby={sentenceId}>
      <p id={sentenceId} className={visuallyHidden}>
        {summarySentence(cards)}
      </p>
      {failures && <FailedQueries message={labels.failedQueries(failures)} />}
      {demo && <p className={styles.demo}>{labels.demo}</p>}
      {asTable ? (
        <TableTwin
          table={toTable(cards, timeZone)}
          getCsvTable={() => toCsvTable(cards, timeZone)}
          labels={labels.twin}
          height={drawHeight}
        />
      ) : (
        <CardGrid
          cards={cards}
          compared={compared}
          options={options}
          width={width}
          height={drawHeight}
          timeZone={timeZone}
        />
      )}
      {options.showTableToggle && <TableToggle asTable={asTable} labels={labels} onChange={setAsTable} />}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ position: 'relative', height: '100%' }),
  demo: css({
    height: DEMO_HEIGHT - 4,
    marginBottom: 4,
    paddingInline: theme.spacing(1),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    ...theme.typography.bodySmall,
    lineHeight: `${DEMO_HEIGHT - 4}px`,
    color: theme.colors.warning.text,
    background: theme.colors.warning.transparent,
    borderRadius: theme.shape.radius.default,
  }),
});
