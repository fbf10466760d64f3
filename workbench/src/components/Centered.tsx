import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

/** A sentence in the middle of a panel. */
export function Centered({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.centered}>{children}</div>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  centered: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    height: '100%',
    padding: theme.spacing(1),
    textAlign: 'center',
    color: theme.colors.text.secondary,
  }),
});
