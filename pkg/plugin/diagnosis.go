package plugin

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// diagnosis is what the health check makes of an error.
type diagnosis struct {
	kind error
	// reason is a stable word for scripts that read the details.
	reason string
	// advice is what the administrator does next.
	advice string
}

// diagnoses lists the errors of the exchange with the proxy, each with its way out.
var diagnoses = []diagnosis{
	{models.ErrURLMissing, "url_missing", "Enter the proxy's address, for example http://proxy:4000."},
	{models.ErrURLInvalid, "url_invalid", "Correct the URL."},
	{models.ErrKeyInvalid, "key_invalid", "Paste the key again."},
	{models.ErrSettingsInvalid, "settings_invalid", "Correct the TLS and header settings of this data source."},
	{models.ErrTLS, "tls", "See the TLS settings of this data source."},
	{models.ErrTimeout, "timeout", "Check the proxy's load and the network between Grafana's server and the proxy."},
	{models.ErrUnreachable, "unreachable", "Check that the proxy runs and that the URL is right as seen from Grafana's server, not from your browser."},
	{models.ErrUnauthorized, "unauthorized", "Enter one of the keys in LOPAN_READ_KEYS of the proxy."},
	{models.ErrForbidden, "forbidden", "Its scope is wrong: enter one of the keys in LOPAN_READ_KEYS of the proxy."},
	{models.ErrNotReady, "not_ready", "Check the proxy's database; \"lopan-analytics migrate\" applies pending migrations."},
	{models.ErrNotProxy, "not_a_proxy", "Check the URL: it is the proxy's base address, without /v1."},
	{models.ErrMalformed, "malformed", "Update the proxy and this plugin to matching versions."},
	{models.ErrTooLarge, "too_large", "Check the URL: a proxy's catalogue is small."},
	{models.ErrRateLimited, "rate_limited", "Wait a moment and test again."},
	{models.ErrRejected, "rejected", "Update the proxy and this plugin to matching versions."},
	{models.ErrFailed, "failed", "See the proxy's log."},
}

func diagnose(err error) diagnosis {
	for _, known := range diagnoses {
		if errors.Is(err, known.kind) {
			return known
		}
	}

	return diagnosis{kind: err, reason: "unknown", advice: "See Grafana's server log."}
}

// sentence gives an error's text a capital and a full stop.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "…") {
		text += "."
	}

	return text
}
