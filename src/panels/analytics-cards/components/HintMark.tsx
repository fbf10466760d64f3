import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import { iconInText } from '../iconInText';

interface Props {
  text: string;
  hint: string;
  icon: IconName;
  /** There is room for the text; else the icon stands for it and the hint begins with it. */
  withText: boolean;
}

/** What changes how a value is read, explained on hover and focus. */
export function HintMark({ text, hint, icon, withText }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={withText ? hint : `${text}: ${hint}`}>
      <button type="button" className={cx(styles.mark, withText && styles.word)} aria-label={text}>
        {withText ? text : <Icon name={icon} size="xs" />}
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
    background: 'none',
    fontSize: 'inherit',
    fontStyle: 'italic',
    lineHeight: 1.2,
    color: theme.colors.text.secondary,
    cursor: 'help',
    svg: iconInText,
  }),
  word: css({ borderBottom: `1px dashed ${theme.colors.border.strong}` }),
});
