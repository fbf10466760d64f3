package plugin

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

func TestQueryDataGroups(t *testing.T) {
	shifted := backend.TimeRange{From: start.AddDate(0, 0, -7), To: start}
	queries := []backend.DataQuery{
		{RefID: "A", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "B", TimeRange: shifted, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "C", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "D", TimeRange: week, Interval: time.Hour, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "E", TimeRange: week, Interval: time.Minute, MaxDataPoints: 50, JSON: []byte(`{}`)},
		{RefID: "F", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{"schemaVersion":9}`)},
	}

	groups, refused := groupQueries(queries)

	var refIDs [][]string
	for _, group := range groups {
		refIDs = append(refIDs, group.refIDs)
		require.Len(t, group.request.Queries, len(group.refIDs))
	}
	require.Equal(t, [][]string{{"A", "C"}, {"B"}, {"D"}, {"E"}}, refIDs)
	require.ErrorIs(t, refused["F"], models.ErrQuerySchemaTooNew)
	require.Equal(t, "2025-12-25T00:00:00.000Z", groups[1].request.From)
	require.Equal(t, "2026-01-01T00:00:00.000Z", groups[1].request.To)
	require.Equal(t, int64(3_600_000), groups[2].request.IntervalMs)
	require.Equal(t, int64(50), groups[3].request.MaxDataPoints)
}

func TestQueryDataEndsAfterTheLastMillisecondOfADay(t *testing.T) {
	yesterday := backend.TimeRange{From: start, To: start.AddDate(0, 0, 1).Add(-time.Millisecond)}
	anyTime := backend.TimeRange{From: start, To: start.Add(time.Hour + 998*time.Millisecond)}

	groups, refused := groupQueries([]backend.DataQuery{
		{RefID: "A", TimeRange: yesterday, JSON: []byte(`{}`)},
		{RefID: "B", TimeRange: anyTime, JSON: []byte(`{}`)},
	})

	require.Empty(t, refused)
	require.Equal(t, "2026-01-02T00:00:00.000Z", groups[0].request.To)
	require.Equal(t, "2026-01-01T01:00:00.998Z", groups[1].request.To)
}

func TestQueryDataSplitsLargeGroups(t *testing.T) {
	var refIDs []string
	for i := range 2*maxQueriesPerRequest + 1 {
		refIDs = append(refIDs, fmt.Sprint(i))
	}

	groups, refused := groupQueries(queriesOf(refIDs...))

	require.Empty(t, refused)
	require.Len(t, groups, 3)
	require.Len(t, groups[1].refIDs, maxQueriesPerRequest)
	require.Equal(t, []string{"200"}, groups[2].refIDs)
}

func TestQueryDataRunsGroupsConcurrentlyAndBounded(t *testing.T) {
	const groups = 3 * maxConcurrentGroups
	var (
		running, most atomic.Int32
		once          sync.Once
		full          = make(chan struct{})
	)
	proxy := newFakeProxy(t)
	// The first requests wait for each other, which they can only do when they run at the same time.
	proxy.on("/v1/query", func(writer http.ResponseWriter, request *http.Request) {
		count := running.Add(1)
		defer running.Add(-1)
		most.Store(max(most.Load(), count))
		if count == maxConcurrentGroups {
			once.Do(func() { close(full) })
		}
		<-full
		sends(http.StatusOK, "application/json", []byte(`{"results":{}}`))(writer, request)
	})

	var queries []backend.DataQuery
	for i := range groups {
		queries = append(queries, backend.DataQuery{RefID: fmt.Sprint(i), MaxDataPoints: int64(i + 1), TimeRange: week, JSON: []byte(`{}`)})
	}
	response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queries})

	require.NoError(t, err)
	require.Len(t, response.Responses, groups)
	require.LessOrEqual(t, most.Load(), int32(maxConcurrentGroups))
}
