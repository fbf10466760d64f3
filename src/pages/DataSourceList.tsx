import { getDataSourceSrv } from '@grafana/runtime';
import { Badge, EmptyState, LinkButton, Stack, Text } from '@grafana/ui';
import { labels } from './labels';
import { useHealth } from './useHealth';

/** Type of the data source that comes with this app. */
const DATA_SOURCE_TYPE = 'lopan-analytics-datasource';

/** The data sources of this app, each with what its health check says. */
export function DataSourceList() {
  // Grafana's own sources are in every list, whatever type is asked for.
  const settings = getDataSourceSrv()
    .getList({ type: DATA_SOURCE_TYPE })
    .filter(({ type }) => type === DATA_SOURCE_TYPE);
  if (settings.length === 0) {
    return (
      <EmptyState
        variant="call-to-action"
        message={labels.noDataSource}
        button={<LinkButton href="/connections/datasources/new">{labels.addDataSource}</LinkButton>}
      />
    );
  }
  return (
    <Stack direction="column" gap={1}>
      {settings.map(({ uid, name }) => (
        <DataSourceRow key={uid} uid={uid} name={name} />
      ))}
    </Stack>
  );
}

function DataSourceRow({ uid, name }: { uid: string; name: string }) {
  const health = useHealth(uid);
  return (
    <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
      <Text weight="medium">{name}</Text>
      {health === null && <Text color="secondary">{labels.checking}</Text>}
      {health && (
        <>
          <Badge
            color={health.isOk ? 'green' : 'red'}
            icon={health.isOk ? 'check-circle' : 'exclamation-circle'}
            text={health.isOk ? labels.healthy : labels.unhealthy}
          />
          <Text color="secondary">{health.message}</Text>
        </>
      )}
      <LinkButton
        size="sm"
        variant="secondary"
        fill="text"
        href={`/connections/datasources/edit/${uid}`}
        aria-label={labels.configure(name)}
        icon="cog"
      />
    </Stack>
  );
}
