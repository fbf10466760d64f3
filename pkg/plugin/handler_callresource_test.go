package plugin

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestCallResource(t *testing.T) {
	t.Run("the catalogue", func(t *testing.T) {
		answer := call(t, newFakeProxy(t), "GET", "catalogue", "catalogue")

		require.Equal(t, http.StatusOK, answer.Status)
		require.Equal(t, []string{"application/json"}, answer.Headers["Content-Type"])
		require.JSONEq(t, string(contract(t, "catalogue/catalogue.response.json")), string(answer.Body))
	})

	t.Run("a dimension, with its parameters", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.on("/v1/dimensions/site", sends(200, "application/json", contract(t, "catalogue/dimension-site.response.json")))

		answer := call(t, proxy, "GET", "dimensions/site", "dimensions/site?from=2026-01-01T00%3A00%3A00Z&limit=5")

		require.Equal(t, http.StatusOK, answer.Status)
		require.JSONEq(t, string(contract(t, "catalogue/dimension-site.response.json")), string(answer.Body))
		require.Equal(t, "from=2026-01-01T00%3A00%3A00Z&limit=5", proxy.asked("/v1/dimensions/site")[0].Query)
	})
}

func TestCallResourceReachesNothingElse(t *testing.T) {
	refused := []struct {
		method, path string
		status       int
	}{
		{"GET", "", 404},
		{"GET", "/", 404},
		{"GET", "subjects/3f6c1d2e-8a4b-4c5d-9e6f-0a1b2c3d4e5f", 404},
		{"DELETE", "subjects/3f6c1d2e-8a4b-4c5d-9e6f-0a1b2c3d4e5f", 404},
		{"POST", "query", 404},
		{"POST", "events", 404},
		{"PUT", "licenses", 404},
		{"GET", "licenses", 404},
		{"GET", "openapi.json", 404},
		{"GET", "metrics", 404},
		{"GET", "v1/catalogue", 404},
		{"GET", "catalogue/", 404},
		{"GET", "catalogue/x", 404},
		{"GET", "catalogue?x=/../subjects", 404},
		{"GET", "catalogue\n", 404},
		{"GET", "CATALOGUE", 404},
		{"GET", "dimensions", 404},
		{"GET", "dimensions/", 404},
		{"GET", "dimensions/site/", 404},
		{"GET", "dimensions/..", 404},
		{"GET", "dimensions/../subjects/x", 404},
		{"GET", "dimensions/..%2Fsubjects", 404},
		{"GET", "dimensions/%2e%2e", 404},
		{"GET", "dimensions/a.b", 404},
		{"GET", "dimensions/a b", 404},
		{"GET", "//catalogue", 404},
		{"GET", "../readyz", 404},
		{"GET", "http://elsewhere.invalid/catalogue", 404},
		{"POST", "catalogue", 405},
		{"DELETE", "dimensions/site", 405},
		{"HEAD", "catalogue", 405},
		{"get", "catalogue", 405},
		{"", "catalogue", 405},
	}
	for _, test := range refused {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			proxy := newFakeProxy(t)

			answer := call(t, proxy, test.method, test.path, "")

			requireProblem(t, answer, test.status)
			require.Empty(t, proxy.received)
		})
	}

	t.Run("a URL that says otherwise than the path", func(t *testing.T) {
		proxy := newFakeProxy(t)

		call(t, proxy, "GET", "catalogue", "http://elsewhere.invalid/v1/subjects/x?a=b")

		require.Len(t, proxy.asked("/v1/catalogue"), 1)
		require.Len(t, proxy.received, 1)
	})

	t.Run("a URL that cannot be read", func(t *testing.T) {
		proxy := newFakeProxy(t)

		requireProblem(t, call(t, proxy, "GET", "catalogue", "catalogue?\x00"), 400)
		require.Empty(t, proxy.received)
	})
}

// A browser's request for a resource comes with cookies and tokens of a person and of Grafana; none of them, and nothing
// else that it sent, goes on to the proxy.
func TestCallResourceForwardsNothingOfTheBrowser(t *testing.T) {
	proxy := newFakeProxy(t)
	settings := proxy.settings()
	settings.JSONData = []byte(`{"oauthPassThru":true}`)
	request := &backend.CallResourceRequest{
		Method: "GET", Path: "catalogue", URL: "catalogue",
		Headers: map[string][]string{
			"Cookie":              {"grafana_session=secret"},
			"Authorization":       {"Bearer of-a-person"},
			"X-Id-Token":          {"of-a-person"},
			"X-Grafana-User":      {"admin"},
			"X-Grafana-Id":        {"token"},
			"X-Forwarded-For":     {"10.1.2.3"},
			"Referer":             {"http://grafana.invalid/d/secret-board"},
			"Origin":              {"http://grafana.invalid"},
			"User-Agent":          {"a browser"},
			"X-Dashboard-Uid":     {"secret-board"},
			"X-Panel-Id":          {"7"},
			"Idempotency-Key":     {"1"},
			"X-Made-Up":           {"anything"},
			"Proxy-Authorization": {"Basic x"},
		},
		Body: []byte("a body that GET has not"),
	}

	err := newInstance(t, settings).CallResource(context.Background(), request,
		backend.CallResourceResponseSenderFunc(func(*backend.CallResourceResponse) error { return nil }))

	require.NoError(t, err)
	header := proxy.asked("/v1/catalogue")[0].Header
	require.Equal(t, []string{"Bearer " + readKey}, header.Values("Authorization"))
	require.Equal(t, []string{"application/json, application/problem+json"}, header.Values("Accept"))
	header.Del("Authorization")
	header.Del("Accept")
	for name, sent := range request.Headers {
		require.NotEqual(t, sent, header.Values(name), name)
	}
	for name := range header {
		require.Contains(t, []string{"Accept-Encoding", "User-Agent"}, name)
	}
}

func TestCallResourceErrors(t *testing.T) {
	cases := []struct {
		name   string
		answer http.HandlerFunc
		status int
		text   string
	}{
		{"a problem is passed on", sendsProblem(t, 400, "problems/problem-400.json"), 400, `"invalid_timestamp"`},
		{"so is a 403", sendsProblem(t, 403, "problems/problem-403.json"), 403, "This key has the scope ingest"},
		{"so is a 503", sendsProblem(t, 503, "problems/problem-503.json"), 503, "The database is out of reach"},
		{"a 401 is not the user's", sendsProblem(t, 401, "problems/problem-401.json"), 502, "The Lopan proxy does not accept the API key"},
		{"a page is not passed on", sends(200, "text/html", []byte("<script>")), 502, "The answer is not from a Lopan proxy"},
		{"nor is the page of an error", sends(500, "text/html", []byte("<script>")), 500, "The Lopan proxy failed: HTTP 500"},
		{"half an answer", sends(200, "application/json", []byte(`{"kpis":`)), 500, "cannot be read: it is no JSON"},
		{"a broken connection", breaksOff, 502, "The Lopan proxy cannot be reached"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			proxy := newFakeProxy(t)
			proxy.on("/v1/catalogue", test.answer)

			answer := call(t, proxy, "GET", "catalogue", "catalogue")

			requireProblem(t, answer, test.status)
			require.Contains(t, string(answer.Body), test.text)
			require.NotContains(t, string(answer.Body), "<script>")
		})
	}

	t.Run("settings without a URL", func(t *testing.T) {
		answer := callOn(t, newInstance(t, settingsFor("")), "GET", "catalogue", "catalogue")

		requireProblem(t, answer, 400)
		require.Contains(t, string(answer.Body), "No URL is set.")
	})
}

func requireProblem(t *testing.T, answer *backend.CallResourceResponse, status int) {
	t.Helper()
	require.Equal(t, status, answer.Status)
	require.Equal(t, []string{"application/problem+json"}, answer.Headers["Content-Type"])

	var said problem
	require.NoError(t, json.Unmarshal(answer.Body, &said))
	require.Equal(t, status, said.Status)
	require.NotEmpty(t, said.Title)
	require.NotEmpty(t, said.Detail)
}

func call(t *testing.T, proxy *fakeProxy, method string, path string, url string) *backend.CallResourceResponse {
	t.Helper()

	return callOn(t, newInstance(t, proxy.settings()), method, path, url)
}

func callOn(t *testing.T, source *Datasource, method string, path string, url string) *backend.CallResourceResponse {
	t.Helper()
	var answers []*backend.CallResourceResponse
	err := source.CallResource(context.Background(),
		&backend.CallResourceRequest{Method: method, Path: path, URL: url},
		backend.CallResourceResponseSenderFunc(func(answer *backend.CallResourceResponse) error {
			answers = append(answers, answer)

			return nil
		}))
	require.NoError(t, err)
	require.Len(t, answers, 1)

	return answers[0]
}
