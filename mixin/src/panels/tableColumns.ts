import type {
  DataTransformerConfig,
  DynamicConfigValue,
  MatcherConfig,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** A column of a core table: its name in the answer, its heading, and how it looks. */
export interface Column {
  name: string;
  heading: string;
  /** Pixels; absent: what is left. Fixed widths keep numbers in sight, the rest goes to words. */
  width?: number;
  properties?: DynamicConfigValue[];
}

interface Override {
  matcher: MatcherConfig;
  properties: DynamicConfigValue[];
}

/** Headings, widths and looks, for a table's overrides. Columns in `hidden` stay in the answer, for links. */
export function columnOverrides(columns: readonly Column[], hidden: readonly string[] = []): Override[] {
  return [
    ...columns.map(({ name, heading, width, properties = [] }) => ({
      matcher: { id: 'byName', options: name },
      properties: [
        { id: 'displayName', value: heading },
        ...(width === undefined ? [] : [{ id: 'custom.width', value: width }]),
        ...properties,
      ],
    })),
    ...hidden.map((name) => ({
      matcher: { id: 'byName', options: name },
      properties: [{ id: 'custom.hideFrom.viz', value: true }],
    })),
  ];
}

/** Puts columns into reading order and drops those that nobody reads. */
export function arrange(order: readonly string[], dropped: readonly string[]): DataTransformerConfig {
  return {
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries(dropped.map((name) => [name, true])),
      indexByName: Object.fromEntries(order.map((name, index) => [name, index])),
      renameByName: {},
    },
  };
}

/** A cell whose words wrap, for the one column that takes the room that is left. */
export const WRAPPED: DynamicConfigValue[] = [
  { id: 'custom.wrapText', value: true },
  { id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } },
];

/** Fills the cell: coloured text would be too pale in one of the themes. */
export const FILLED: DynamicConfigValue = {
  id: 'custom.cellOptions',
  value: { type: 'color-background', mode: 'basic' },
};
