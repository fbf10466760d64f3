package plugin

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// readable lists the resources below /v1 that editors and variables need. Every viewer of a dashboard can call them,
// with the data source's key, so nothing else of the proxy may be reachable. A dimension's name has neither dots nor
// slashes nor percent signs, which leaves no way to another path.
var readable = regexp.MustCompile(`^(catalogue|dimensions/[A-Za-z][A-Za-z0-9_]{0,49})$`)

// CallResource implements backend.CallResourceHandler: GET catalogue and GET dimensions/{name}.
func (d *Datasource) CallResource(ctx context.Context, request *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	path := strings.TrimPrefix(request.Path, "/")
	if !readable.MatchString(path) {
		return sendProblem(sender, http.StatusNotFound, "There is no such resource. Expected catalogue or dimensions/{name}.")
	}
	if request.Method != http.MethodGet {
		return sendProblem(sender, http.StatusMethodNotAllowed, "Resources are read with GET.")
	}

	address, err := url.Parse(request.URL)
	if err != nil {
		return sendProblem(sender, http.StatusBadRequest, "The URL of the resource cannot be read.")
	}

	body, err := d.proxy.Resource(ctx, path, address.Query())
	if err != nil {
		return sendError(sender, err)
	}

	return sender.Send(&backend.CallResourceResponse{
		Status:  http.StatusOK,
		Headers: map[string][]string{"Content-Type": {"application/json"}},
		Body:    body,
	})
}
