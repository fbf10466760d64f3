// Every text of the data source in one place, so that a translation has one file to replace: titles by id first, then the
// texts of the editors, of the help and of messages. What the backend and the proxy say is theirs.
import type { Dimension, Stat } from '@lopan/catalogue/types';
import type { ChoiceText } from '../common/choices';
import type {
  AdoptionQuery,
  EventType,
  Interval,
  LopanVariableQuery,
  QueryFormat,
  QueryType,
  SummaryQuery,
  Variable,
} from './types';

/** Values of a member of a query, without the variable that may stand for one. */
type Fixed<T> = Exclude<T, Variable | undefined>;

/** The limits that a message names. */
interface Range {
  min: number;
  max: number;
}

/** Marks a template variable in a list of choices. */
export const VARIABLE_HINT = 'variable';

/** Dimensions as people call them. */
export const DIMENSION_TITLES: Record<Dimension, string> = {
  userRole: 'User role',
  deviceType: 'Device type',
  appVersion: 'App version',
  site: 'Site',
  feature: 'Feature',
};

export const FORMAT_TITLES: Record<QueryFormat, { label: string; description: string }> = {
  timeseries: { label: 'Over time', description: 'A value for every time bucket' },
  numeric: { label: 'One number each', description: 'For alert rules and stat panels' },
  table: { label: 'Table', description: 'A row for each result' },
};

/** Query types as people call them, and what each is for. */
export const QUERY_TYPE_TEXTS: Record<QueryType, Required<ChoiceText>> = {
  kpi: {
    label: 'KPI values',
    description: 'One or more KPIs over time, or as one number each for stat panels and alert rules',
  },
  summary: {
    label: 'Summary',
    description: 'A row per KPI: value, target, status and change against the previous period, for Analytics cards',
  },
  thresholds: {
    label: 'Critical thresholds',
    description: 'The metrics with a critical threshold, with value and severity',
  },
  adoption: {
    label: 'Feature adoption',
    description: 'Share of users that use each feature, by role, week, version or device',
  },
  retention: { label: 'Retention', description: 'Share of each weekly cohort that comes back' },
  journeys: { label: 'Journeys', description: 'Completion, duration and time lost per start and end point' },
  paths: { label: 'Paths', description: 'The screens that users pass through, as a node graph' },
  funnel: { label: 'Funnel', description: 'Conversion from step to step through features or screens' },
  correlation: {
    label: 'Correlation',
    description: 'How technical performance goes with business results; as a time series, the closest pair by day',
  },
  roi: { label: 'Return on investment', description: 'Yearly value of the time and the errors saved' },
  opportunities: { label: 'Opportunities', description: 'What would help most, ranked' },
  releases: { label: 'Releases', description: 'First sight of each app version, for annotations' },
  diagnostics: { label: 'Diagnostics', description: 'Crashes, hangs and errors by reason and screen' },
  freshness: { label: 'Freshness', description: 'When each type of event last arrived, and what was refused or lost' },
  rejects: { label: 'Rejects', description: 'Refused events by reason' },
  health: { label: 'Proxy health', description: 'Database size, connection pool and rollup lag' },
  events: { label: 'Raw events', description: 'Single events, newest first, where the proxy allows it' },
};

export const INTERVAL_TITLES: Record<Interval, string> = {
  auto: 'Automatic',
  '5m': '5 minutes',
  '15m': '15 minutes',
  '1h': 'Hour',
  '1d': 'Day',
  '1w': 'Week',
  '1M': 'Month',
};

export const STAT_TITLES: Record<Stat, string> = {
  p10: '10th percentile',
  p50: 'Median',
  p90: '90th percentile',
  mean: 'Mean',
};

export const EVENT_TYPE_TITLES: Record<EventType, string> = {
  business: 'Business',
  session: 'Session',
  feature: 'Feature',
  journey: 'Journey',
  performance: 'Performance',
};

/** Texts of the editors, of the query help and of messages. */
export const labels = {
  query: {
    type: 'Query type',
    format: 'Format',
    catalogueFailed: 'The KPI catalogue could not be loaded',
    catalogueFailedHint: (reason: string) => `${reason} KPIs can be typed by their id.`,
    /** A KPI's unit and target in a picker: "percent · target ≥ 85". */
    kpiTarget: (unit: string, sign: string, target: number) => `${unit} · target ${sign} ${target}`,
    chooseKpis: 'Choose KPIs',
    filterBy: (dimension: string) => `Filter by ${dimension.toLowerCase()}`,
    allValues: 'All',
    eventCount: (count: number) => `${count} events`,
  },
  /** Fields of the query editor: those that several query types share, then those of a type. */
  fields: {
    groupBy: { label: 'Group by', description: 'A series or a row for each value', placeholder: 'In total' },
    interval: { label: 'Interval', description: 'Width of a time bucket' },
    minN: { label: 'Minimum n', description: 'Withholds values over fewer observations' },
    limit: { label: 'Rows at most' },
    completeOnly: {
      label: 'Complete dates only',
      description: 'Leaves out dates that can still change; calendar KPIs only',
    },
    completeBuckets: {
      label: 'Complete buckets only',
      description: 'Leaves out the last bucket while it can still change',
    },
    kpis: { label: 'KPIs' },
    summaryKpis: { label: 'KPIs', description: 'Empty means all' },
    stat: { label: 'Statistic' },
    compare: { label: 'Compare with' },
    by: { label: 'Columns' },
    denominator: { label: 'Share of' },
    windows: { label: 'Use within' },
    technical: { label: 'Technical metrics', description: 'Empty means the usual set' },
    business: { label: 'Business metrics', description: 'Empty means the usual set' },
    maxLag: { label: 'Lead in days', description: 'Days by which the technical metric may come first' },
    eventType: { label: 'Type of event' },
    steps: { label: 'Steps', description: 'Features, or names of screens, in the order of the funnel' },
    funnelWindow: { label: 'Within', description: 'From the first step, 1h to 30d' },
    periods: { label: 'Weeks', description: "Periods of 7 days from each user's first date" },
    window: { label: 'Window', description: 'Ends at the end of the range; empty means the range' },
    startPoint: { label: 'Starting at', description: 'A screen; empty means all' },
    maxSteps: { label: 'Steps' },
    top: { label: 'Screens per step', description: 'The rest becomes “other”' },
  },
  /** Choices of the fields. */
  choices: {
    defaultStat: { label: 'As defined', description: 'The statistic of each KPI in the catalogue' },
    allEventTypes: { label: 'All' },
    compare: {
      previous: { label: 'Previous period', description: 'The range of equal length before this one' },
      none: { label: 'Nothing' },
    } satisfies Record<Fixed<SummaryQuery['compare']>, ChoiceText>,
    by: {
      userRole: { label: 'User role' },
      week: { label: 'Week' },
      appVersion: { label: 'App version' },
      deviceType: { label: 'Device type' },
    } satisfies Record<Fixed<AdoptionQuery['by']>, ChoiceText>,
    denominator: {
      active: { label: 'Active users' },
      seats: { label: 'Licensed seats', description: 'Of each role on the last date of the range' },
    } satisfies Record<Fixed<AdoptionQuery['denominator']>, ChoiceText>,
    windows: {
      range: { label: 'The range' },
      '30d': { label: 'First 30 days', description: "Each user's first 30 days, as the KPI counts" },
    } satisfies Record<Fixed<AdoptionQuery['windows']>, ChoiceText>,
  },
  /** A query in one line, for Explore's history. */
  displayText: {
    by: (groups: string) => `by ${groups}`,
    from: (start: string) => `from ${start}`,
    where: (conditions: string[]) => `where ${conditions.join(' and ')}`,
    isOneOf: (name: string, values: string[]) => `${name} = ${values.join(' or ')}`,
  },
  /** The editor of query variables. */
  variable: {
    kind: { label: 'Values' },
    kinds: {
      dimension_values: { label: 'Values of a dimension', description: 'Such as all sites' },
      kpis: { label: 'KPIs', description: 'By title; the value is the id' },
      features: { label: 'Features', description: 'By title; the value is the id' },
    } satisfies Record<LopanVariableQuery['queryType'], ChoiceText>,
    dimension: { label: 'Dimension' },
  },
  /** The editor of the data source's settings. */
  config: {
    intro:
      'Where the Lopan analytics proxy answers and the key to read from it. The URL is required, everything else optional.',
    connection: 'Connection',
    url: { label: 'URL', description: "Address of the Lopan analytics proxy, as Grafana's server reaches it" },
    apiKey: {
      label: 'API key',
      description: 'A key of the proxy with the scope read (LOPAN_READ_KEYS). It is stored encrypted.',
    },
    timeout: {
      label: 'Timeout',
      description: (seconds: number) => `Seconds until a request is given up; empty means ${seconds}`,
    },
    tls: 'TLS',
    ownCa: {
      label: 'Trust a certificate authority of your own',
      description: 'For a proxy whose certificate no public authority has signed',
    },
    serverName: {
      label: 'Server name',
      description: 'Host that the certificate is for, where it is not that of the URL',
    },
    clientAuth: {
      label: 'Present a client certificate',
      description: 'For a gateway in front of the proxy that asks who calls',
    },
    skipVerify: {
      label: 'Skip certificate check',
      description: 'Accepts any certificate, so anybody between Grafana and the proxy can read along. For tests only.',
    },
    caCertificate: { label: 'CA certificate' },
    clientCertificate: { label: 'Client certificate' },
    clientKey: { label: 'Client key' },
    pem: 'As PEM text',
    headers: 'Custom HTTP headers',
    headersShift: 'Removing a header asks for the values of those below it again.',
    headerName: (number: number) => `Header ${number}`,
    headerValue: (number: number) => `Value ${number}`,
    removeHeader: (name: string) => `Remove header ${name}`,
    addHeader: 'Add header',
  },
  /** What is wrong with a query, a filter or a setting. */
  errors: {
    noKpi: 'Choose at least one KPI.',
    unknownKpis: (ids: string[]) => `The catalogue has no KPI ${ids.map((id) => `"${id}"`).join(', ')}.`,
    cannotGroup: (kpi: string, dimension: string) => `${kpi} cannot be grouped by ${dimension.toLowerCase()}.`,
    funnelSteps: ({ min, max }: Range, steps: number) => `A funnel has ${min} to ${max} steps, this one has ${steps}.`,
    duration: (text: string) => `"${text}" is no duration. Expected a number and a unit, such as 15m, 6h or 7d.`,
    atLeast: (min: number) => `Expected a whole number, ${min} or more.`,
    weeks: ({ min, max }: Range) => `Expected a whole number of weeks, ${min} to ${max}.`,
    days: ({ min, max }: Range) => `Expected a whole number of days, ${min} to ${max}.`,
    between: ({ min, max }: Range) => `Expected a whole number, ${min} to ${max}.`,
    filterDimension: (name: string, expected: readonly string[]) =>
      `Filter "${name}": there is no such dimension. Expected one of ${expected.join(', ')}.`,
    filterOperator: (filter: string) => `Filter "${filter}": only = (is) and =| (is one of) are supported.`,
    urlScheme: 'The address must start with http:// or https://.',
    noUrl: 'This is no address. Expected something like http://localhost:4000.',
    urlCredentials: 'Leave user and password out; the proxy takes an API key instead.',
    urlQuery: 'The address must not hold a query (?) or a fragment (#).',
    timeout: 'Expected a number of seconds, 1 or more.',
  },
  /** Queries to start from, in the query help. */
  examples: {
    efficiencyBySite: {
      title: 'Production efficiency of each site, by day',
      description: 'A line per site, for a time series panel',
    },
    keyFigures: {
      title: 'Key figures against the previous period',
      description: 'A row per KPI with target, status and change, for Analytics cards',
    },
    alertNumber: {
      title: 'One number per site for an alert rule',
      description: 'Goes straight into a Threshold expression; withholds values over fewer than 5 observations',
    },
    slowLaunches: {
      title: 'The slowest tenth of launches by app version',
      description: 'The 90th percentile in place of the median',
    },
    adoption: { title: 'Which role uses which feature', description: 'For the Adoption heatmap' },
    funnel: { title: 'Where users leave between two features', description: 'A funnel within a day' },
    journeys: {
      title: 'Journeys that cost the most time',
      description: 'Completion, duration and hours lost per start and end point',
    },
    freshness: {
      title: 'Whether the data is fresh',
      description: 'When each type of event last arrived, and what was refused or lost',
    },
  },
  help: {
    examples: 'Examples',
    use: 'Use',
    useNamed: (title: string) => `Use: ${title}`,
    types: 'Query types',
    variablesTitle: 'Variables',
    variables:
      'Lists, texts and choices take variables, and a variable with several values becomes several entries. At All a filter is left out, so events without a value count too. Alert rules have no variables.',
    completeTitle: 'Complete or not',
    complete:
      'Calendar KPIs (daily active users, retention) leave out the day that is not over while “Complete dates only” is on. Everything else counts up to now; “Complete buckets only” leaves out the last bucket of a series while it can change. “Minimum n” withholds values over fewer observations.',
  },
};
