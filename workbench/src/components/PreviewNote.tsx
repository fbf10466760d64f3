import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';

/** Says what this page is and what it is not, and how to see the dashboards in a Grafana. */
export function PreviewNote() {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <aside className={styles.note} aria-label="About this page">
      <div className={styles.line}>
        <span>
          <Icon name="info-circle" /> <strong>Preview without Grafana.</strong> Panels, queries and numbers are the real
          ones; alerting, Explore and editing need a Grafana.
        </span>
        <Button size="sm" fill="text" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          How to get one
        </Button>
      </div>
      <div id={id} hidden={!open} className={styles.how}>
        Unpack Grafana 12.3 or later (grafana.com/grafana/download, the tar archive), then start again with it:
        <pre className={styles.code}>GRAFANA_HOME=/path/to/grafana npm start</pre>
        Go has to be installed: the data source&apos;s backend is compiled for it. With Docker,{' '}
        <code>docker compose up</code> does all of it.
      </div>
    </aside>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    padding: theme.spacing(0.5, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    fontSize: theme.typography.bodySmall.fontSize,
    [theme.breakpoints.down('md')]: { padding: theme.spacing(0.5, 1) },
  }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  how: css({ padding: theme.spacing(0.5, 3, 1) }),
  code: css({ margin: theme.spacing(0.5, 0), padding: theme.spacing(0.5, 1) }),
});
