package frames

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// FuzzDecodeFrames: whatever the proxy sends, decoding ends in an error or in frames that can be sent on to Grafana,
// and never rests on recover().
func FuzzDecodeFrames(f *testing.F) {
	for _, path := range glob(f, filepath.Join(inputs, "*.json")) {
		for _, raw := range readList(f, path) {
			f.Add([]byte(raw))
		}
	}
	for _, path := range glob(f, filepath.Join(contracts, "*.response.json")) {
		for _, frames := range readResults(f, path) {
			for _, raw := range frames {
				f.Add([]byte(raw))
			}
		}
	}
	f.Add([]byte(`{"data":{"values":[[1]]},"schema":{"fields":[{"name":"x"}]}}`))
	f.Add([]byte(`{"schema":{"fields":[{"type":"number","config":{"mappings":[{"type":"range","options":{"from":1,"to":2,"result":{}}}]}}]}}`))

	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			t.Skip("the client hands over valid JSON only")
		}

		ordered, err := normalise(raw)
		if err != nil {
			return
		}
		frame := &data.Frame{}
		// Without the recover() of decodeFrame: a panic here is a missing check.
		if err := json.Unmarshal(ordered, frame); err != nil {
			return
		}
		if _, err := frame.RowLen(); err != nil {
			t.Fatalf("columns of unequal length: %v", err)
		}
		if _, err := frame.MarshalJSON(); err != nil {
			t.Fatalf("cannot be written as JSON: %v", err)
		}
	})
}
