import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { Text, useStyles2 } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { messageOf } from '../common/messageOf';
import { labels } from './labels';

interface Found {
  uid: string;
  title: string;
  url: string;
}

type State = { kind: 'loading' } | { kind: 'found'; dashboards: Found[] } | { kind: 'failed'; message: string };

/** Dashboards that carry the app's tag, whoever provisioned them. */
export function DashboardList() {
  const styles = useStyles2(getStyles);
  const [state, setState] = useState<State>({ kind: 'loading' });
  useEffect(() => {
    let isCurrent = true;
    const settle = (next: State) => isCurrent && setState(next);
    getBackendSrv()
      .get<Found[]>('/api/search', { type: 'dash-db', tag: 'lopan' })
      .then((dashboards) => settle({ kind: 'found', dashboards }))
      .catch((error: unknown) => settle({ kind: 'failed', message: messageOf(error) }));
    return () => {
      isCurrent = false;
    };
  }, []);

  if (state.kind !== 'found' || state.dashboards.length === 0) {
    const text = { loading: labels.loading, found: labels.noDashboards, failed: '' }[state.kind];
    return <Text color="secondary">{state.kind === 'failed' ? state.message : text}</Text>;
  }
  return (
    <ul>
      {state.dashboards.map(({ uid, title, url }) => (
        <li key={uid}>
          <a className={styles.link} href={url}>
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({ color: theme.colors.text.link, '&:hover': { textDecoration: 'underline' } }),
});
