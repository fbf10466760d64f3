import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { Status } from '@lopan/catalogue/status';
import { visuallyHidden } from '../../../common/visuallyHidden';
import { iconInText } from '../iconInText';
import { labels } from '../labels';

interface Props {
  status: Status;
  /** There is room for the word; else it is for screen readers and on hover. */
  withWord: boolean;
}

/** The status as icon and word; the colour only repeats them. */
export function StatusMark({ status, withWord }: Props) {
  const styles = useStyles2(getStyles);
  const word = labels.status[status];
  return (
    <span className={`${styles.mark} ${styles[status]}`} title={withWord ? undefined : word}>
      <Icon name={ICONS[status]} size="sm" />
      <span className={withWord ? undefined : visuallyHidden}>{word}</span>
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
    svg: iconInText,
  }),
  critical: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  off_target: css({ color: theme.colors.warning.text }),
  ok: css({ color: theme.colors.success.text }),
  no_data: css({ color: theme.colors.text.secondary }),
});
