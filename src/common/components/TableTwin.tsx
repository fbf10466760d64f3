import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, ClipboardButton, useStyles2 } from '@grafana/ui';
import { type CsvCell, toCsv } from '../csv';
import { downloadText } from '../download';
import { visuallyHidden } from '../visuallyHidden';

/** Header and rows of a table; the first cell of a row names it. */
export interface TwinTable {
  header: string[];
  rows: CsvCell[][];
}

/** Texts around the table. */
export interface TwinLabels {
  caption: string;
  copy: string;
  download: string;
  fileName: string;
}

interface Props {
  table: TwinTable;
  /** The table for a spreadsheet, made when it is asked for. */
  getCsvTable: () => TwinTable;
  labels: TwinLabels;
  height: number;
}

/** What a panel draws, as a table: for screen readers, for copying and for spreadsheets. */
export function TableTwin({ table, getCsvTable, labels, height }: Props) {
  const styles = useStyles2(getStyles);
  const getCsv = () => {
    const { header, rows } = getCsvTable();
    return toCsv(header, rows);
  };
  return (
    <div className={styles.root} style={{ height }}>
      <div className={styles.actions}>
        <ClipboardButton size="sm" variant="secondary" fill="outline" icon="copy" getText={getCsv}>
          {labels.copy}
        </ClipboardButton>
        <Button
          size="sm"
          variant="secondary"
          fill="outline"
          icon="download-alt"
          onClick={() => downloadText(labels.fileName, getCsv(), 'text/csv;charset=utf-8')}
        >
          {labels.download}
        </Button>
      </div>
      <div className={styles.scroll} role="region" aria-label={labels.caption} tabIndex={0}>
        <table className={styles.table}>
          <caption className={visuallyHidden}>{labels.caption}</caption>
          <thead>
            <tr>
              {table.header.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(([name, ...cells], index) => (
              <tr key={index}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
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
