/** Whether queries and events can be served now, and if not, why. */
export interface Readiness {
  ready: boolean;
  /** One sentence for a person; shown by `/readyz` and by the data source's health check. */
  detail: string;
}

/** The current value of one KPI; null when it has none. */
export interface KpiReading {
  kpi: string;
  value: number | null;
}

/** What the server and the operation routes need of the services: start, stop and a look at their state. */
export interface Lifecycle {
  /** Starts the background workers, after migrations are applied. Called again when it failed. */
  start(): Promise<void>;
  /** Commits what was taken, stops the workers and closes the connections. Also called when `start` never was. */
  stop(): Promise<void>;
  /** Never throws: a database that is out of reach is an answer. */
  ready(): Promise<Readiness>;
  /** The value of every KPI as a summary over the present would show it. */
  kpiSnapshot(): Promise<readonly KpiReading[]>;
}
