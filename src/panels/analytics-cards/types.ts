/** How many cards stand side by side: a fixed number, or 0 to let the panel choose by its own size. */
export const AUTO_COLUMNS = 0;

/** The most columns the option offers. */
export const MAX_COLUMNS = 12;

/** `standard` shows title, value, trend and footer; `compact` puts them on as few lines as possible. */
export type CardLayout = 'standard' | 'compact';

/** `percent` is the relative change; `points` is the difference in percentage points, for percent KPIs only. */
export type ChangeUnit = 'percent' | 'points';

/** Options of the panel as they are saved in a dashboard. */
export interface AnalyticsCardsOptions {
  /** Columns of the grid, 1–12; 0 chooses by the size of the panel. */
  columns: number;
  layout: CardLayout;
  /** Id of the reducer that makes one value of a time series (`lastNotNull`, `mean`, …); tables ignore it. */
  calculation: string;
  changeUnit: ChangeUnit;
  showTrend: boolean;
  showTarget: boolean;
  showStatus: boolean;
  showSparkline: boolean;
  /** The time up to which the value holds. */
  showAsOf: boolean;
  /** The number of observations behind the value. */
  showCount: boolean;
  /** Offers the same numbers as a table with CSV export. */
  showTableToggle: boolean;
  /** Minutes after which a value is marked as stale, counted back from the end of the range; 0 never marks. */
  staleAfterMinutes: number;
}

/** Every option has a default, so a panel saved as `{}` draws. */
export const defaults: AnalyticsCardsOptions = {
  columns: AUTO_COLUMNS,
  layout: 'standard',
  calculation: 'lastNotNull',
  changeUnit: 'percent',
  showTrend: true,
  showTarget: true,
  showStatus: true,
  showSparkline: true,
  showAsOf: true,
  showCount: false,
  showTableToggle: true,
  staleAfterMinutes: 0,
};
