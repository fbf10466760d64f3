package frames

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental"
	"github.com/stretchr/testify/require"
)

// update rewrites the golden files. It is false in the repository: a changed frame is to be seen in a review.
const update = false

const (
	inputs    = "../testdata/frames"
	contracts = "../../contracts/query"
)

// Every input under testdata has a golden file beside it, readable at the top, exact below.
func TestDecodeGolden(t *testing.T) {
	for _, path := range glob(t, filepath.Join(inputs, "*.json")) {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			decoded, err := Decode(readList(t, path))

			require.NoError(t, err)
			experimental.CheckGoldenJSONResponse(t, inputs, name+".golden", &backend.DataResponse{Frames: decoded}, update)
		})
	}
}

// The frames of the contract come out as they went in, also after the Arrow encoding in which they travel to Grafana.
func TestDecodeIsLossless(t *testing.T) {
	for _, path := range glob(t, filepath.Join(contracts, "*.response.json")) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			for refID, raw := range readResults(t, path) {
				decoded, err := Decode(raw)
				require.NoError(t, err)
				require.Len(t, decoded, len(raw))

				for i, frame := range decoded {
					requireSameJSON(t, raw[i], frame)
					requireSameJSON(t, raw[i], throughArrow(t, frame))
					require.Equal(t, refID, frame.RefID)
				}
			}
		})
	}
}

func TestDecodeEveryType(t *testing.T) {
	raw := readList(t, filepath.Join(inputs, "every-type.json"))
	decoded, err := Decode(raw)
	require.NoError(t, err)
	frame := decoded[0]

	t.Run("missing is nil, not zero", func(t *testing.T) {
		for _, name := range []string{"as_of", "rate", "lost", "note", "good"} {
			field, _ := frame.FieldByName(name)
			require.True(t, field.NilAt(1), name)
		}
	})

	t.Run("whole numbers keep their last digit", func(t *testing.T) {
		field, _ := frame.FieldByName("events")
		require.Equal(t, int64(9007199254740993), field.At(0))
	})

	t.Run("NaN and the infinities stand where the entities say", func(t *testing.T) {
		field, _ := frame.FieldByName("strict")
		require.True(t, math.IsNaN(field.At(1).(float64)))
		require.True(t, math.IsInf(field.At(2).(float64), -1))
	})

	t.Run("Arrow keeps all of it", func(t *testing.T) {
		want, err := frame.MarshalJSON()
		require.NoError(t, err)
		requireSameJSON(t, want, throughArrow(t, frame))
	})
}

func TestDecodeInfersTypes(t *testing.T) {
	decoded, err := Decode(readList(t, filepath.Join(inputs, "no-type-info.json")))
	require.NoError(t, err)

	var types []data.FieldType
	for _, field := range decoded[0].Fields {
		types = append(types, field.Type())
	}

	// A time is nullable only where one is missing: the data plane takes no series from a nullable time field.
	require.Equal(t, []data.FieldType{
		data.FieldTypeTime, data.FieldTypeNullableTime, data.FieldTypeNullableFloat64,
		data.FieldTypeNullableString, data.FieldTypeNullableBool, data.FieldTypeJSON,
	}, types)
}

func TestDecodeNeverReadsMissingAsZero(t *testing.T) {
	raw := frame(`{"name":"f","typeInfo":{"frame":"float64"}},{"name":"t","typeInfo":{"frame":"time.Time","nullable":false}}`, `[null,0],[null,0]`)

	decoded, err := Decode([]json.RawMessage{json.RawMessage(raw)})

	require.NoError(t, err)
	for _, field := range decoded[0].Fields {
		require.True(t, field.NilAt(0), field.Name)
		require.False(t, field.NilAt(1), field.Name)
	}
}

func requireSameJSON(t *testing.T, want []byte, frame *data.Frame) {
	t.Helper()
	got, err := frame.MarshalJSON()
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got))
}

func throughArrow(t *testing.T, frame *data.Frame) *data.Frame {
	t.Helper()
	encoded, err := frame.MarshalArrow()
	require.NoError(t, err)
	decoded, err := data.UnmarshalArrowFrame(encoded)
	require.NoError(t, err)

	return decoded
}

func glob(t testing.TB, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, paths, pattern)

	return paths
}

func readList(t testing.TB, path string) []json.RawMessage {
	t.Helper()
	var list []json.RawMessage
	readJSON(t, path, &list)

	return list
}

func readResults(t testing.TB, path string) map[string][]json.RawMessage {
	t.Helper()
	var answer struct {
		Results map[string]struct {
			Frames []json.RawMessage `json:"frames"`
		} `json:"results"`
	}
	readJSON(t, path, &answer)

	frames := make(map[string][]json.RawMessage)
	for refID, result := range answer.Results {
		frames[refID] = result.Frames
	}

	return frames
}

func readJSON(t testing.TB, path string, into any) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, into))
}
