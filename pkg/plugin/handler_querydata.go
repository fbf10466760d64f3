package plugin

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"golang.org/x/sync/errgroup"

	"github.com/lopan/lopan-analytics-app/pkg/frames"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// maxConcurrentGroups bounds the requests that one QueryData call has under way. Panels rarely need more than two
// groups (their own range and a time shift); the bound protects the proxy's pool from dashboards that do.
const maxConcurrentGroups = 4

// QueryData implements backend.QueryDataHandler. Queries that share range, interval and number of points travel in one
// request. Failures are told per query, so the others of a panel still show.
func (d *Datasource) QueryData(ctx context.Context, request *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	response := backend.NewQueryDataResponse()

	groups, refused := groupQueries(request.Queries)
	for refID, err := range refused {
		response.Responses[refID] = errorResponse(err)
	}

	var (
		guard   sync.Mutex
		running errgroup.Group
	)
	running.SetLimit(maxConcurrentGroups)
	for _, group := range groups {
		running.Go(func() error {
			answers := d.runGroup(ctx, group)

			guard.Lock()
			defer guard.Unlock()
			for refID, answer := range answers {
				response.Responses[refID] = answer
			}

			return nil
		})
	}
	// Groups report through the response; none returns an error.
	_ = running.Wait()

	// A viewer who leaves the page cancels its queries. Nobody waits for the answer, and it is no failure of the proxy:
	// told as one, it would stand in Grafana's log as an error of this data source.
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, ctx.Err()
	}

	return response, nil
}

// runGroup sends one request and returns an answer for every query of the group.
func (d *Datasource) runGroup(ctx context.Context, group queryGroup) backend.Responses {
	answers := make(backend.Responses, len(group.refIDs))

	results, err := d.proxy.Query(ctx, group.request)
	for i, refID := range group.refIDs {
		if err != nil {
			answers[refID] = errorResponse(err)
			continue
		}

		result, found := results[refID]
		if !found {
			answers[refID] = errorResponse(fmt.Errorf("the proxy's answer has no result for the query %q", refID))
			continue
		}
		answers[refID] = dataResponse(result)
		d.linkValues(answers[refID].Frames, group, i)
	}

	return answers
}

// linkValues gives the KPI values of the i-th query of a group their links to Explore.
func (d *Datasource) linkValues(answer data.Frames, group queryGroup, i int) {
	if d.uid == "" {
		return
	}

	frames.AddDrilldown(answer, frames.Drilldown{
		DatasourceUID:  d.uid,
		DatasourceType: d.kind,
		From:           group.span.From,
		To:             group.span.To,
		Query:          group.request.Queries[i],
	})
}

// dataResponse turns the proxy's result of one query into Grafana's.
func dataResponse(result proxyclient.QueryResult) backend.DataResponse {
	if result.Failed() {
		return failedResponse(result)
	}

	decoded, err := frames.Decode(result.Frames)
	if err != nil {
		return errorResponse(fmt.Errorf("the frames of the proxy cannot be read: %w", err))
	}

	return backend.DataResponse{Status: backend.StatusOK, Frames: decoded}
}
