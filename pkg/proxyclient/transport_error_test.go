package proxyclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"
	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// Most of these are met over real connections in pkg/plugin; here stand those that a test server cannot make.
func TestTransportError(t *testing.T) {
	cases := []struct {
		name string
		err  error
		kind error
		text string
	}{
		{"expired certificate", x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}, models.ErrTLS, "has expired"},
		{"certificate that may not sign", x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.NotAuthorizedToSign}, models.ErrTLS, "does not pass verification"},
		{"certificate without a reason", &tls.CertificateVerificationError{Err: errors.New("x")}, models.ErrTLS, "does not pass verification"},
		{"deadline", context.DeadlineExceeded, models.ErrTimeout, "raise the timeout"},
		{"cancelled", context.Canceled, models.ErrUnreachable, "was cancelled"},
		{"Grafana's own limit", httpclient.ErrResponseBodyTooLarge, models.ErrTooLarge, "response_limit"},
		{"cut off", io.ErrUnexpectedEOF, models.ErrUnreachable, "closed in the middle"},
		{"unknown host", &net.DNSError{Name: "proxy"}, models.ErrUnreachable, "cannot be resolved"},
		{"no route", &net.OpError{Op: "dial", Err: errors.New("connect: no route to host")}, models.ErrUnreachable, "reached: no route to host"},
		{"something else", errors.New("odd\nthing"), models.ErrUnreachable, "reached: wrapped: odd thing"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			failure := transportError(&url.Error{Op: "Post", URL: "http://proxy.internal:4000/v1/query", Err: fmt.Errorf("wrapped: %w", test.err)})

			require.ErrorIs(t, failure, test.kind)
			require.ErrorIs(t, failure, test.err)
			require.ErrorContains(t, failure, test.text)
			require.NotContains(t, failure.Error(), "proxy.internal")
		})
	}
}
