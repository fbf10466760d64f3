import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Status } from '@lopan/catalogue/status';
import { labels } from '../labels';

/** The status as icon and word; the colour only repeats them. */
export function StatusMark({ status }: { status: Status }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={`${styles.mark} ${styles[status]}`}>
      <Icon name={ICONS[status]} size="sm" />
      {labels.status[status]}
    </span>
  );
}

const ICONS: Record<Status, IconName> = {
  critical: 'exclamation-circle',
  warning: 'exclamation-triangle',
  off_target: 'minus-circle',
  ok: 'check-circle',
  no_data: 'question-circle',
};

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
  }),
  critical: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  off_target: css({ color: theme.colors.warning.text }),
  ok: css({ color: theme.colors.success.text }),
  no_data: css({ color: theme.colors.text.secondary }),
});
