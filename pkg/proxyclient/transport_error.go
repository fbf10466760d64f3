package proxyclient

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// transportError turns what net/http says when there is no complete answer into a kind and words. Neither the URL nor
// the key comes along: viewers of a dashboard read these messages.
func transportError(err error) *Error {
	failure := &Error{Kind: models.ErrUnreachable, Cause: err}

	var network net.Error
	switch {
	case errors.Is(err, httpclient.ErrResponseBodyTooLarge):
		failure.Kind = models.ErrTooLarge
		failure.Detail = "it passes the limit that Grafana sets (response_limit of [dataproxy]); narrow the range or the groups"
	case tlsDetail(err) != "":
		failure.Kind, failure.Detail = models.ErrTLS, tlsDetail(err)
	case errors.Is(err, context.Canceled):
		failure.Detail = "the request was cancelled"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		failure.Kind = models.ErrTimeout
		failure.Detail = "narrow the range, or raise the timeout of the data source"
	default:
		failure.Detail = networkDetail(err)
	}

	return failure
}

// tlsDetail says what is wrong with a secure connection, or nothing where something else is wrong.
func tlsDetail(err error) string {
	var (
		unknownCA   x509.UnknownAuthorityError
		wrongHost   x509.HostnameError
		invalid     x509.CertificateInvalidError
		verify      *tls.CertificateVerificationError
		notTLS      tls.RecordHeaderError
		operational *net.OpError
	)
	switch {
	case errors.As(err, &unknownCA):
		return "its certificate is signed by an authority that is not known here; paste the authority's certificate as CA certificate"
	case errors.As(err, &wrongHost):
		return "its certificate is for another host name; correct the host of the URL or set the server name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "its certificate has expired or is not valid yet; renew it or mend the clock"
	case errors.As(err, &invalid), errors.As(err, &verify):
		return "its certificate does not pass verification"
	case errors.As(err, &notTLS), errors.Is(err, http.ErrSchemeMismatch):
		return "it does not speak TLS on this port; start the URL with http:// or switch on TLS there"
	case errors.As(err, &operational) && operational.Op == "remote error":
		return "it broke off the handshake (" + oneLine(operational.Err.Error()) + "); it may want a client certificate"
	}

	return ""
}

// networkDetail is the innermost reason of a failed connection.
func networkDetail(err error) string {
	var (
		lookup      *net.DNSError
		operational *net.OpError
		wrapped     *url.Error
	)
	switch {
	case errors.As(err, &lookup):
		return "the host name of its URL cannot be resolved"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection was closed in the middle; if the proxy serves TLS, the URL must start with https://"
	case errors.As(err, &operational):
		return oneLine(strings.TrimPrefix(operational.Err.Error(), "connect: "))
	case errors.As(err, &wrapped):
		return oneLine(wrapped.Err.Error())
	}

	return oneLine(err.Error())
}
