import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, LinkModel } from '@grafana/data';
import { DataLinksContextMenu, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { labels } from '../labels';

interface Props {
  title: string;
  getLinks: () => LinkModel[];
  children: ReactNode;
}

/** The title as a link that covers the whole card; with several data links it opens a menu of them. */
export function CardLink({ title, getLinks, children }: Props) {
  const styles = useStyles2(getStyles);
  const [only, ...more] = getLinks();
  if (!only) {
    return <>{children}</>;
  }
  if (more.length === 0) {
    return (
      <a
        className={styles.cover}
        href={only.href}
        target={only.target}
        rel={only.target === '_blank' ? 'noopener noreferrer' : undefined}
        onClick={only.onClick}
      >
        {children}
      </a>
    );
  }
  return (
    <DataLinksContextMenu links={getLinks}>
      {({ openMenu }) => (
        <button
          type="button"
          className={cx(styles.button, styles.cover)}
          aria-haspopup="menu"
          aria-label={labels.links(title)}
          onClick={openMenu}
        >
          {children}
        </button>
      )}
    </DataLinksContextMenu>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({ padding: 0, border: 0, background: 'none', textAlign: 'start' }),
  cover: css({
    color: 'inherit',
    '&:hover': { textDecoration: 'underline' },
    '&::after': { content: '""', position: 'absolute', inset: 0 },
    '&:focus-visible::after': {
      outline: `2px solid ${theme.colors.primary.border}`,
      outlineOffset: -2,
      borderRadius: theme.shape.radius.default,
    },
  }),
});
