package plugin

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/lopan/lopan-analytics-app/pkg/models"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// instantLayout is RFC 3339 with milliseconds, the resolution of Grafana's time ranges.
const instantLayout = "2006-01-02T15:04:05.000Z07:00"

// maxQueriesPerRequest is how many queries the proxy takes at once.
const maxQueriesPerRequest = 100

// groupKey is what the queries of one request have in common.
type groupKey struct {
	from, to      string
	intervalMs    int64
	maxDataPoints int64
}

// queryGroup is one request to the proxy and the queries it carries.
type queryGroup struct {
	refIDs  []string
	span    backend.TimeRange
	request proxyclient.QueryRequest
}

// groupQueries gathers queries into requests, in the order in which they came. Queries that cannot be sent are
// returned with the reason.
func groupQueries(queries []backend.DataQuery) (groups []queryGroup, refused map[string]error) {
	positions := make(map[groupKey]int)
	refused = make(map[string]error)

	for _, query := range queries {
		model, err := models.ParseQuery(query)
		if err != nil {
			refused[query.RefID] = err
			continue
		}

		key := keyOf(query)
		at, known := positions[key]
		if !known || len(groups[at].refIDs) == maxQueriesPerRequest {
			at = len(groups)
			positions[key] = at
			groups = append(groups, newGroup(key, query.TimeRange))
		}
		groups[at].refIDs = append(groups[at].refIDs, query.RefID)
		groups[at].request.Queries = append(groups[at].request.Queries, model)
	}

	return groups, refused
}

func keyOf(query backend.DataQuery) groupKey {
	return groupKey{
		from:          instant(query.TimeRange.From),
		to:            instant(afterEnd(query.TimeRange.To)),
		intervalMs:    query.Interval.Milliseconds(),
		maxDataPoints: query.MaxDataPoints,
	}
}

func newGroup(key groupKey, span backend.TimeRange) queryGroup {
	return queryGroup{span: span, request: proxyclient.QueryRequest{
		From:          key.from,
		To:            key.to,
		MaxDataPoints: key.maxDataPoints,
		IntervalMs:    key.intervalMs,
	}}
}

// afterEnd turns the end of a range of Grafana into the end of a range of the proxy. Grafana's days, weeks and months
// end in their last millisecond, and the proxy's ranges leave their end out: "yesterday" would lack a millisecond, and
// with it be no whole date, over which calendar KPIs are computed.
func afterEnd(to time.Time) time.Time {
	const lastMillisecond = 999
	if to.Nanosecond()/int(time.Millisecond) == lastMillisecond {
		return to.Truncate(time.Millisecond).Add(time.Millisecond)
	}
	return to
}

func instant(at time.Time) string {
	return at.UTC().Format(instantLayout)
}
