import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';

/** A word that changes how a value is read, explained on hover and focus. */
export function HintMark({ text, hint }: { text: string; hint: string }) {
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={hint}>
      <button type="button" className={styles.mark}>
        {text}
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({
    // Above the link that covers the card.
    position: 'relative',
    zIndex: 1,
    flexShrink: 0,
    padding: theme.spacing(0, 0.5),
    border: 0,
    borderBottom: `1px dashed ${theme.colors.border.strong}`,
    background: 'none',
    fontSize: theme.typography.bodySmall.fontSize,
    fontStyle: 'italic',
    lineHeight: 1.2,
    color: theme.colors.text.secondary,
    cursor: 'help',
  }),
});
