/** Puts the services in place that plugins take from `@grafana/runtime`, in the order of Grafana's own start. */
import {
  EventBusSrv,
  locationUtil,
  setTimeZoneResolver,
  urlUtil,
  type GrafanaConfig,
  type TimeRange,
} from '@grafana/data';
import {
  config,
  locationService,
  setAppEvents,
  setBackendSrv,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setLocationSrv,
  setPluginLinksHook,
  setTemplateSrv,
} from '@grafana/runtime';
import type { BuiltPlugin } from './api';
import { backendSrv } from './backendSrv';
import { WorkbenchDataSources } from './dataSources';
import { fillRegistries } from './registries';
import { templateSrv } from './templateSrv';

/** The range of the page, for links that carry it along. */
export interface RangeSource {
  getTimeRange(): TimeRange;
}

export function installServices(plugins: BuiltPlugin[], ranges: RangeSource): void {
  fillRegistries();
  setBackendSrv(backendSrv);
  setEchoSrv({ addEvent: () => undefined, addBackend: () => undefined, flush: () => undefined });
  setTimeZoneResolver(() => config.bootData.user.timezone);
  locationUtil.initialize({
    config: asGrafanaConfig(config),
    getTimeRangeForUrl: () => {
      const { raw } = ranges.getTimeRange();
      return { from: String(raw.from.valueOf()), to: String(raw.to.valueOf()) };
    },
    getVariablesUrlParams: () => urlUtil.parseKeyValue(templateSrv.replace('${__all_variables}')),
  });
  setTemplateSrv(templateSrv);
  setLocationSrv(locationService);
  setAppEvents(new EventBusSrv());
  setCurrentUser(config.bootData.user);
  setDataSourceSrv(new WorkbenchDataSources(plugins));
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
}

/** The runtime types a few settings as optional that `@grafana/data` wants; locations read `appSubUrl` alone. */
function asGrafanaConfig(settings: object): GrafanaConfig {
  return settings as GrafanaConfig;
}
