# Grafana with the plugins and the provisioning in it. Build context: the root of the repository.
#   docker build -f docker/grafana.Dockerfile -t lopan/grafana .

# The first steps are those of backend-proxy/Dockerfile, so that both builds share the layers.
FROM node:24.21.0-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY catalogue/package.json catalogue/
COPY client/package.json client/
COPY backend-proxy/package.json backend-proxy/
COPY mixin/package.json mixin/
COPY workbench/package.json workbench/

FROM manifests AS frontend
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY .config .config
COPY tsconfig.json webpack.config.ts README.md CHANGELOG.md LICENSE ./
COPY catalogue catalogue
COPY src src
RUN npm run build:plugin

FROM golang:1.26.8-bookworm AS backend
WORKDIR /app
COPY go.mod go.sum ./
RUN go mod download
COPY pkg pkg
# Grafana looks for <executable>_<os>_<architecture> beside the plugin.json of the data source.
RUN CGO_ENABLED=0 go build -trimpath -tags arrow_json_stdlib -ldflags "-s -w" \
    -o "/out/gpx_lopan_analytics_$(go env GOOS)_$(go env GOARCH)" ./pkg

FROM grafana/grafana:12.3.0
# Outside /var/lib/grafana, which is a volume: there, the plugins of the first start would hide all later ones.
COPY --from=frontend /app/dist /srv/grafana/plugins/lopan-analytics-app
COPY --from=backend --chmod=0755 /out /srv/grafana/plugins/lopan-analytics-app/datasource
COPY provisioning /etc/grafana/provisioning
COPY --chmod=0755 docker/grafana-entrypoint.sh /usr/local/bin/lopan-grafana
# The plugins are not signed, so each of them is named. Nothing is fetched at run time.
ENV GF_PATHS_PLUGINS=/srv/grafana/plugins \
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS=lopan-analytics-app,lopan-analytics-datasource,lopan-analyticscard-panel,lopan-adoptionheatmap-panel \
    GF_PLUGINS_PREINSTALL_DISABLED=true \
    GF_ANALYTICS_REPORTING_ENABLED=false \
    GF_ANALYTICS_CHECK_FOR_UPDATES=false \
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES=false \
    GF_NEWS_NEWS_FEED_ENABLED=false \
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH=/etc/grafana/provisioning/dashboards/lopan/production-analytics.json
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3000/api/health"]
ENTRYPOINT ["/usr/local/bin/lopan-grafana"]
