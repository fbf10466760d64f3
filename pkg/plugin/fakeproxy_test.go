package plugin

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

const readKey = "read-key-of-the-test"

// fakeProxy stands for the proxy: it answers each path with what a test sets and keeps what it was asked.
type fakeProxy struct {
	*httptest.Server
	guard    sync.Mutex
	answers  map[string]http.HandlerFunc
	received []received
}

// received is one request as it arrived.
type received struct {
	Method, Path, Query string
	Header              http.Header
	Body                json.RawMessage
}

// newFakeProxy is ready, takes readKey and has a catalogue.
func newFakeProxy(t *testing.T) *fakeProxy {
	t.Helper()
	proxy := &fakeProxy{answers: map[string]http.HandlerFunc{}}
	proxy.Server = httptest.NewServer(proxy)
	t.Cleanup(proxy.Close)

	proxy.on("/readyz", sends(http.StatusOK, "application/json", contract(t, "operation/readyz-ready.json")))
	proxy.on("/v1/catalogue", sends(http.StatusOK, "application/json", contract(t, "catalogue/catalogue.response.json")))

	return proxy
}

func (p *fakeProxy) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	body, _ := io.ReadAll(request.Body)

	p.guard.Lock()
	p.received = append(p.received, received{request.Method, request.URL.Path, request.URL.RawQuery, request.Header, body})
	answer := p.answers[request.URL.Path]
	p.guard.Unlock()

	if answer == nil {
		http.NotFound(writer, request)
		return
	}
	answer(writer, request)
}

func (p *fakeProxy) on(path string, answer http.HandlerFunc) {
	p.guard.Lock()
	defer p.guard.Unlock()
	p.answers[path] = answer
}

// asked lists the requests for a path.
func (p *fakeProxy) asked(path string) []received {
	p.guard.Lock()
	defer p.guard.Unlock()

	var found []received
	for _, one := range p.received {
		if one.Path == path {
			found = append(found, one)
		}
	}

	return found
}

func (p *fakeProxy) settings() backend.DataSourceInstanceSettings {
	return settingsFor(p.URL)
}

func settingsFor(url string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{
		UID:                     "lopan-analytics",
		Name:                    "Lopan",
		Type:                    "lopan-analytics-datasource",
		URL:                     url,
		JSONData:                []byte(`{}`),
		DecryptedSecureJSONData: map[string]string{"apiKey": readKey},
		Updated:                 time.Unix(1, 0),
	}
}

func newInstance(t *testing.T, settings backend.DataSourceInstanceSettings) *Datasource {
	t.Helper()
	instance, err := NewDatasource(context.Background(), settings)
	require.NoError(t, err)
	source, ok := instance.(*Datasource)
	require.True(t, ok)
	t.Cleanup(source.Dispose)

	return source
}

func sends(status int, contentType string, body []byte) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", contentType)
		writer.WriteHeader(status)
		_, _ = writer.Write(body)
	}
}

// sendsProblem answers with a problem of the contract.
func sendsProblem(t *testing.T, status int, name string) http.HandlerFunc {
	t.Helper()

	return sends(status, "application/problem+json; charset=utf-8", contract(t, name))
}

// contract reads an example of contracts/.
func contract(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "contracts", name))
	require.NoError(t, err)

	return content
}
