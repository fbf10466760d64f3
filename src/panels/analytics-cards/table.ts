import { dateTimeFormat } from '@grafana/data';
import type { TwinTable } from '../../common/components/TableTwin';
import type { Card } from './card';
import { labels } from './labels';
import { fullTitle, targetText, trendText, valueWithUnit } from './sentence';

/** The same facts as the cards, as rows. */
export function toTable(cards: Card[], timeZone: string): TwinTable {
  const { kpi, value, status, target, change, n, asOf, note } = labels.table;
  return {
    header: [kpi, value, status, target, change, n, asOf, note],
    rows: cards.map((card) => [
      fullTitle(card),
      valueWithUnit(card),
      card.status && labels.status[card.status],
      targetText(card),
      trendText(card),
      card.n,
      card.asOf === null ? null : dateTimeFormat(card.asOf, { timeZone }),
      [card.note, card.provisional && labels.provisional, card.stale && labels.stale].filter(Boolean).join('; ') ||
        null,
    ]),
  };
}

/** The table for a spreadsheet: the value as the number it is, beside the text a reader saw. */
export function toCsvTable(cards: Card[], timeZone: string): TwinTable {
  const { header, rows } = toTable(cards, timeZone);
  return {
    header: [...header, labels.table.rawValue],
    rows: rows.map((row, index) => [...row, cards[index]?.value ?? null]),
  };
}
