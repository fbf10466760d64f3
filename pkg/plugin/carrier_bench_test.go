package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// answerVariable names a file with an answer of the proxy to one query "A", in place of the one made here.
const answerVariable = "LOPAN_BENCH_ANSWER"

// carriedRows is the number of rows of the answer that is carried.
const carriedRows = 10_000

// BenchmarkCarrier compares what this backend does with an answer of 10 000 rows (ask, check, decode, and encode for
// Grafana as it goes over gRPC) with fetching the same bytes and throwing them away.
//
//	go test -tags arrow_json_stdlib ./pkg/plugin -run '^$' -bench BenchmarkCarrier
func BenchmarkCarrier(b *testing.B) {
	answer := carriedAnswer(b)
	server := httptest.NewServer(sends(http.StatusOK, "application/json", answer))
	defer server.Close()

	b.Run("fetch", func(b *testing.B) {
		b.SetBytes(int64(len(answer)))
		for b.Loop() {
			response, err := server.Client().Post(server.URL+"/v1/query", "application/json", http.NoBody)
			require.NoError(b, err)
			_, err = io.Copy(io.Discard, response.Body)
			require.NoError(b, err)
			require.NoError(b, response.Body.Close())
		}
	})

	b.Run("query", func(b *testing.B) {
		instance, err := NewDatasource(context.Background(), settingsFor(server.URL))
		require.NoError(b, err)
		source, ok := instance.(*Datasource)
		require.True(b, ok)
		defer source.Dispose()
		request := &backend.QueryDataRequest{Queries: queriesOf("A")}

		b.SetBytes(int64(len(answer)))
		for b.Loop() {
			response, err := source.QueryData(context.Background(), request)
			require.NoError(b, err)
			require.NoError(b, response.Responses["A"].Error)
			_, err = backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, response)
			require.NoError(b, err)
		}
	})
}

// carriedAnswer is the recorded answer, or the contract's series made 10 000 rows long.
func carriedAnswer(b *testing.B) []byte {
	b.Helper()
	if path := os.Getenv(answerVariable); path != "" {
		recorded, err := os.ReadFile(path)
		require.NoError(b, err)

		return recorded
	}

	example, err := os.ReadFile(filepath.Join("..", "..", "contracts", "query", "kpi-timeseries.response.json"))
	require.NoError(b, err)
	var answer struct {
		Results map[string]struct {
			Status int              `json:"status"`
			Frames []map[string]any `json:"frames"`
		} `json:"results"`
	}
	require.NoError(b, json.Unmarshal(example, &answer))

	times, values := make([]int64, carriedRows), make([]float64, carriedRows)
	counts, complete := make([]int, carriedRows), make([]bool, carriedRows)
	for row := range carriedRows {
		times[row] = start.Add(time.Duration(row) * 5 * time.Minute).UnixMilli()
		values[row] = 80 + float64(row%1000)/77
		counts[row], complete[row] = row%50, true
	}
	series := answer.Results["A"]
	series.Frames = series.Frames[:1]
	series.Frames[0]["data"] = map[string]any{"values": []any{times, values}}
	custom, ok := series.Frames[0]["schema"].(map[string]any)["meta"].(map[string]any)["custom"].(map[string]any)
	require.True(b, ok)
	custom["n"], custom["complete"] = counts, complete
	answer.Results["A"] = series

	long, err := json.Marshal(answer)
	require.NoError(b, err)

	return long
}
