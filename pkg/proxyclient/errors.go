package proxyclient

import (
	"encoding/json"
	"strings"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// Error is a failed exchange with the proxy.
type Error struct {
	// Kind is one of the sentinels of package models.
	Kind error
	// Status of the HTTP answer; 0 when there was none.
	Status int
	// Detail says more, in words fit for people: the proxy's own `detail`, or what the network said. No sentence ends
	// it, no secret is in it. May be empty.
	Detail string
	// Problem is the proxy's problem+json body, to be passed on as it is; nil where it sent none.
	Problem json.RawMessage
	// Cause is the error underneath, for logs and the details of the health check. May be nil.
	Cause error
}

// Error is the message a person reads in a panel.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Kind.Error()
	}

	return e.Kind.Error() + ": " + e.Detail
}

// Unwrap makes errors.Is find the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}

	return []error{e.Kind, e.Cause}
}

// notProxy is the error of an answer that no Lopan proxy gives.
func notProxy(status int, detail string) *Error {
	return &Error{Kind: models.ErrNotProxy, Status: status, Detail: detail}
}

// oneLine makes text of unknown origin fit into a message.
func oneLine(text string) string {
	const most = 500 // bytes; a detail is a sentence or two

	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}

	return strings.TrimSuffix(text, ".")
}
