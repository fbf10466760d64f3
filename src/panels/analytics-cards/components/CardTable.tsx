import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ClipboardButton, useStyles2 } from '@grafana/ui';
import { toCsv } from '../../../common/csv';
import { downloadText } from '../../../common/download';
import { visuallyHidden } from '../../../common/visuallyHidden';
import type { Card } from '../card';
import { labels } from '../labels';
import { toCsvTable, toTable } from '../table';

interface Props {
  cards: Card[];
  timeZone: string;
  height: number;
}

/** The cards as a table: for screen readers, for copying and for spreadsheets. */
export function CardTable({ cards, timeZone, height }: Props) {
  const styles = useStyles2(getStyles);
  const { header, rows } = toTable(cards, timeZone);
  const csv = () => {
    const table = toCsvTable(cards, timeZone);
    return toCsv(table.header, table.rows);
  };
  return (
    <div className={styles.root} style={{ height }}>
      <div className={styles.actions}>
        <ClipboardButton size="sm" variant="secondary" fill="outline" icon="copy" getText={csv}>
          {labels.csv.copy}
        </ClipboardButton>
        <Button
          size="sm"
          variant="secondary"
          fill="outline"
          icon="download-alt"
          onClick={() => downloadText(labels.csv.fileName, csv(), 'text/csv;charset=utf-8')}
        >
          {labels.csv.download}
        </Button>
      </div>
      <div className={styles.scroll} role="region" aria-label={labels.table.caption} tabIndex={0}>
        <table className={styles.table}>
          <caption className={visuallyHidden}>{labels.table.caption}</caption>
          <thead>
            <tr>
              {header.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, ...cells], index) => (
              <tr key={cards[index]?.key}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={header[column + 1]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  root: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  actions: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  scroll: css({ flex: '1 1 0', minHeight: 0, overflow: 'auto' }),
  table: css({
    width: '100%',
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
    'th, td': {
      padding: theme.spacing(0.5, 1),
      textAlign: 'start',
      whiteSpace: 'nowrap',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
    },
    'tbody th': { fontWeight: theme.typography.fontWeightMedium },
    'thead th': { color: theme.colors.text.secondary },
  }),
});
