import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';

interface Props {
  asTable: boolean;
  /** What pressing it does, while the table is shown and while it is not. */
  labels: { asTable: string; asDrawing: string };
  onChange: (asTable: boolean) => void;
}

/** Switches between a drawing and its table. Out of the way until somebody is at the panel. */
export function TableToggle({ asTable, labels, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <span className={cx(styles.toggle, asTable ? styles.top : styles.bottom)}>
      <IconButton
        name={asTable ? 'apps' : 'table'}
        size="md"
        tooltip={asTable ? labels.asDrawing : labels.asTable}
        aria-pressed={asTable}
        onClick={() => onChange(!asTable)}
      />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  toggle: css({
    position: 'absolute',
    zIndex: 2,
    right: theme.spacing(0.5),
    padding: theme.spacing(0.25),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  top: css({ top: 0 }),
  // The lower corner is the emptiest place of a drawing. Always there where nothing hovers.
  bottom: css({
    bottom: theme.spacing(0.5),
    opacity: 0,
    'section:hover > &, section:focus-within > &': { opacity: 1 },
    '@media (hover: none)': { opacity: 1 },
  }),
});
