/** Every text of the app's page in one place, so that a translation has one file to replace. */
export const labels = {
  intro:
    'Production KPIs of the plant: cards, dashboards and alert rules from what happens in the Lopan app and on the shop floor.',
  overviewUrl: '/d/lopan-production-analytics',
  openOverview: 'Open Production Analytics',
  dataSources: 'Data sources',
  noDataSource: 'There is no Lopan Analytics data source yet.',
  addDataSource: 'Add a data source',
  configure: (name: string) => `Configure ${name}`,
  checking: 'Checking…',
  healthy: 'Healthy',
  unhealthy: 'Needs attention',
  dashboards: 'Dashboards',
  noDashboards: 'No dashboard with the tag “lopan” was found. They come with provisioning.',
  loading: 'Loading…',
  next: 'What to do next',
  nextSteps: [
    'Add a panel of your own: visualization Analytics cards, query type Summary.',
    'Watch a KPI: an alert rule on this data source, query type KPI values, format One number each.',
    'Show releases in charts: an annotation with the query type Releases.',
  ],
};
