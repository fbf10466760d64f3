package proxyclient

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

func TestProblemDetail(t *testing.T) {
	cases := []struct{ name, body, want string }{
		{"detail", `{"title":"Bad Request","detail":"The body is empty."}`, "The body is empty"},
		{"faults of fields", `{"detail":"No.","errors":[{"path":"/from","message":"is no instant."},{"path":"/to"},{"message":"Also this."}]}`,
			"No. /from is no instant. Also this"},
		{"title alone", `{"title":"Bad Request","status":400}`, "Bad Request"},
		{"status in a word", `{"status":"unmigrated"}`, "unmigrated"},
		{"status as a number alone", `{"status":503}`, ""},
		{"nothing", `{}`, ""},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			var said problem
			require.NoError(t, json.Unmarshal([]byte(test.body), &said))
			require.Equal(t, test.want, said.detail())
		})
	}
}

func TestOneLine(t *testing.T) {
	t.Run("takes line breaks out", func(t *testing.T) {
		require.Equal(t, "a b c", oneLine(" a\n\tb\r\nc. "))
	})

	t.Run("shortens without breaking a character", func(t *testing.T) {
		short := oneLine("x" + strings.Repeat("ü", 600))

		require.True(t, utf8.ValidString(short))
		require.True(t, strings.HasSuffix(short, "ü…"))
		require.Less(t, len(short), 510)
	})
}

func TestIsJSON(t *testing.T) {
	for contentType, want := range map[string]bool{
		"application/json":                        true,
		"application/json; charset=utf-8":         true,
		"application/problem+json; charset=utf-8": true,
		"text/html":         false,
		"application/jsonp": false,
		"":                  false,
		"/;;":               false,
	} {
		require.Equal(t, want, isJSON(http.Header{"Content-Type": {contentType}}), contentType)
	}
}

func TestStatusError(t *testing.T) {
	client := &HTTPClient{}
	respond := func(status int, header http.Header) *http.Response {
		address, err := url.Parse("http://proxy:4000/v1/query")
		require.NoError(t, err)

		return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: header, Request: &http.Request{URL: address}}
	}

	t.Run("a redirect without a target", func(t *testing.T) {
		failure := client.statusError(respond(http.StatusFound, http.Header{}), nil)

		require.ErrorIs(t, failure, models.ErrNotProxy)
		require.ErrorContains(t, failure, "it redirects to nowhere")
	})

	t.Run("a redirect with a password and a token", func(t *testing.T) {
		failure := client.statusError(respond(http.StatusFound, http.Header{"Location": {"https://a:b@login.example/x?token=c#d"}}), nil)

		require.ErrorContains(t, failure, "it redirects to https://a:xxxxx@login.example/x")
		require.NotContains(t, failure.Error(), "token")
	})

	t.Run("JSON that is none", func(t *testing.T) {
		failure := client.statusError(respond(http.StatusForbidden, http.Header{"Content-Type": {"application/json"}}), []byte("{"))

		require.ErrorIs(t, failure, models.ErrForbidden)
		require.Nil(t, failure.Problem)
	})
}
