/** Our panels in every state, with fixed data: to look at, and for the browser tests. `?state=huge` shows one alone. */
import { css } from '@emotion/css';
import { LoadingState, dateTime, type GrafanaTheme2, type PanelData } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useMemo } from 'react';
import { useSize } from '../components/useSize';
import { PanelBody } from '../dashboard/PanelBody';
import { PanelFrame } from '../dashboard/PanelFrame';
import type { PanelJson } from '../dashboard/types';
import { usePanelPlugin } from '../dashboard/usePanelModel';
import { builtPanelIds } from '../host/panelPlugins';
import { templateSrv } from '../host/templateSrv';
import { GALLERY, type GalleryState } from './states';
import { GALLERY_NOW } from './summary';

const MONTH = 30 * 86_400_000;
const DEFAULT_HEIGHT = 300;

const FALLBACK: GalleryState[] = [
  { name: 'none', title: 'No answer at all', series: [] },
  { name: 'loading', title: 'First answer under way', state: LoadingState.Loading, series: [] },
  {
    name: 'error',
    title: 'The query has failed',
    state: LoadingState.Error,
    error: 'The query has failed',
    series: [],
  },
];

const ignore = () => undefined;
const replaceVariables = templateSrv.replace.bind(templateSrv);

export function GalleryPage({ search }: { search: URLSearchParams }) {
  const styles = useStyles2(getStyles);
  const only = search.get('state');
  useEffect(() => {
    document.title = 'Panel gallery · Lopan Workbench';
  }, []);
  return (
    <>
      {builtPanelIds().map((id) => (
        <section key={id} aria-label={id}>
          <h2 className={styles.heading}>{id}</h2>
          <div className={only ? undefined : styles.grid}>
            {(GALLERY[id] ?? FALLBACK)
              .filter(({ name }) => !only || name === only)
              .map((state, index) => (
                <GalleryPanel key={state.name} panelId={id} position={index} state={state} />
              ))}
          </div>
        </section>
      ))}
    </>
  );
}

function GalleryPanel({ panelId, position, state }: { panelId: string; position: number; state: GalleryState }) {
  const [ref, size] = useSize();
  const { plugin, error } = usePanelPlugin(panelId);
  const panel = useMemo((): PanelJson => toPanel(panelId, position, state), [panelId, position, state]);
  const data = useMemo(() => toData(state), [state]);
  const height = state.height ?? DEFAULT_HEIGHT;
  const width = state.width ?? size.width;
  return (
    <div ref={ref} data-testid={`state-${state.name}`} style={{ minHeight: height, minWidth: 0 }}>
      {width > 0 && (
        <PanelFrame panel={panel} data={data} width={width} height={height} noPadding={plugin?.noPadding}>
          {(innerWidth, innerHeight) => (
            <PanelBody
              plugin={plugin}
              pluginError={error}
              panel={panel}
              data={data}
              timeZone="utc"
              width={innerWidth}
              height={innerHeight}
              replaceVariables={replaceVariables}
              onChangeTimeRange={ignore}
            />
          )}
        </PanelFrame>
      )}
    </div>
  );
}

function toPanel(type: string, position: number, { title, options, fieldConfig }: GalleryState): PanelJson {
  return { id: position + 1, type, title, options, fieldConfig, gridPos: { x: 0, y: 0, w: 24, h: 8 } };
}

function toData({ series, state = LoadingState.Done, error }: GalleryState): PanelData {
  const from = dateTime(GALLERY_NOW - MONTH);
  const to = dateTime(GALLERY_NOW);
  const errors = error ? [{ message: error }] : [];
  return { state, series, errors, error: errors[0], timeRange: { from, to, raw: { from, to } } };
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ margin: theme.spacing(1, 0), fontSize: theme.typography.h5.fontSize }),
  grid: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(480px, 100%), 1fr))',
    gap: theme.spacing(1),
  }),
});
