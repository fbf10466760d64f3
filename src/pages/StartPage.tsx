import { PluginPage } from '@grafana/runtime';
import { LinkButton, Stack, Text } from '@grafana/ui';
import { DashboardList } from './DashboardList';
import { DataSourceList } from './DataSourceList';
import { labels } from './labels';

/** The app's page: what this is, whether its data sources answer, and where to go on. */
export default function StartPage() {
  return (
    <PluginPage
      subTitle={labels.intro}
      actions={
        <LinkButton href={labels.overviewUrl} icon="apps">
          {labels.openOverview}
        </LinkButton>
      }
    >
      <Stack direction="column" gap={4}>
        <section aria-labelledby="lopan-data-sources">
          <Text element="h2" variant="h4" id="lopan-data-sources">
            {labels.dataSources}
          </Text>
          <DataSourceList />
        </section>
        <section aria-labelledby="lopan-dashboards">
          <Text element="h2" variant="h4" id="lopan-dashboards">
            {labels.dashboards}
          </Text>
          <DashboardList />
        </section>
        <section aria-labelledby="lopan-next">
          <Text element="h2" variant="h4" id="lopan-next">
            {labels.next}
          </Text>
          <ul>
            {labels.nextSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </section>
      </Stack>
    </PluginPage>
  );
}
