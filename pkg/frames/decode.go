// Package frames turns the proxy's JSON data frames into the SDK's frames: without loss, and without trusting them.
//
// The SDK decodes such JSON by itself (data.Frame.UnmarshalJSON), but only what its own encoder wrote: it wants the
// schema before the data, panics on some malformed input and, worse, reads some of it wrongly without a word (a null in
// a field that is not nullable becomes 0 or 1970). So a frame is put in order and checked first, then decoded by the SDK.
package frames

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Limits of an answer to one query. They stand far above what the proxy allows itself (query.max_series 500,
// query.max_rows 50 000): they keep a broken answer from taking the plugin down, not a large one from being shown.
const (
	// MaxFrames is the highest number of frames of a query.
	MaxFrames = 5_000
	// MaxFields is the highest number of fields of a frame.
	MaxFields = 1_000
	// MaxRows is the highest number of rows of a frame.
	MaxRows = 1_000_000
)

// Errors of malformed frames.
var (
	// ErrFrame marks a frame that breaks the contract.
	ErrFrame = errors.New("malformed frame")
	// ErrLimit marks an answer above a limit.
	ErrLimit = errors.New("answer above the plugin's limits")
	// errPanic marks what only recover() caught: a check is missing here.
	errPanic = errors.New("the decoder panicked")
)

// Decode turns the frames of one query's result into SDK frames. An error wraps ErrFrame or ErrLimit, names the frame
// by its position and says what was expected.
func Decode(raw []json.RawMessage) (data.Frames, error) {
	if len(raw) > MaxFrames {
		return nil, fmt.Errorf("%w: %d frames, at most %d are read", ErrLimit, len(raw), MaxFrames)
	}

	decoded := make(data.Frames, 0, len(raw))
	for i, one := range raw {
		frame, err := decodeFrame(one)
		if err != nil {
			return nil, fmt.Errorf("frame %d: %w", i, err)
		}
		decoded = append(decoded, frame)
	}

	return decoded, nil
}

func decodeFrame(raw json.RawMessage) (frame *data.Frame, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			frame, err = nil, fmt.Errorf("%w: %w: %v", ErrFrame, errPanic, trouble)
		}
	}()

	ordered, err := normalise(raw)
	if err != nil {
		return nil, err
	}

	frame = &data.Frame{}
	if err := json.Unmarshal(ordered, frame); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFrame, err)
	}

	return frame, nil
}
