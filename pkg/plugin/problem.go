package plugin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/lopan/lopan-analytics-app/pkg/models"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// problem is an RFC 9457 body, the form in which the proxy tells its errors too.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

// sendError answers a resource call that failed: with the proxy's own problem where it sent one, else with ours.
func sendError(sender backend.CallResourceResponseSender, err error) error {
	// Grafana's page takes a 401 for the end of the user's own session and may log them out. It is the data source's
	// key that is refused, so the status says that the fault lies between servers.
	if errors.Is(err, models.ErrUnauthorized) {
		return sendProblem(sender, http.StatusBadGateway, sentence(err.Error()))
	}

	var exchange *proxyclient.Error
	if errors.As(err, &exchange) && exchange.Problem != nil {
		return send(sender, exchange.Status, exchange.Problem)
	}

	status, _ := classify(err)

	return sendProblem(sender, int(status), sentence(err.Error()))
}

func sendProblem(sender backend.CallResourceResponseSender, status int, detail string) error {
	body, err := json.Marshal(problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail})
	if err != nil {
		return fmt.Errorf("encode the problem: %w", err)
	}

	return send(sender, status, body)
}

func send(sender backend.CallResourceResponseSender, status int, body []byte) error {
	return sender.Send(&backend.CallResourceResponse{
		Status:  status,
		Headers: map[string][]string{"Content-Type": {"application/problem+json"}},
		Body:    body,
	})
}
