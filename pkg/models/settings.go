package models

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// apiKeyField is the name of the proxy's key in secureJsonData.
const apiKeyField = "apiKey"

// Settings is the configuration of one data source. Timeouts, TLS and custom headers are not here: the SDK reads them
// from jsonData and secureJsonData by itself (backend.DataSourceInstanceSettings.HTTPClientOptions).
type Settings struct {
	// URL of the proxy, http or https, with an optional path prefix and without a trailing slash.
	URL *url.URL
	// APIKey of the scope read. May be empty: the proxy then answers 401, which the health check explains.
	APIKey string
}

// LoadSettings reads and checks the settings. It returns ErrURLMissing, ErrURLInvalid or ErrKeyInvalid, wrapped.
func LoadSettings(source backend.DataSourceInstanceSettings) (Settings, error) {
	base, err := parseURL(source.URL)
	if err != nil {
		return Settings{}, err
	}

	// Keys are pasted from terminals and key files, which end in a newline.
	key := strings.TrimSpace(source.DecryptedSecureJSONData[apiKeyField])
	if strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsGraphic(r) || r == ' ' }) {
		return Settings{}, fmt.Errorf("%w: it holds a space or a character that no key has", ErrKeyInvalid)
	}

	return Settings{URL: base, APIKey: key}, nil
}

func parseURL(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return nil, ErrURLMissing
	}

	base, err := url.Parse(raw)
	switch {
	case err != nil:
		// The parser's own text repeats the input, which may hold a password.
		return nil, fmt.Errorf("%w: expected something like http://proxy:4000", ErrURLInvalid)
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, fmt.Errorf("%w: it must start with http:// or https://", ErrURLInvalid)
	case base.Hostname() == "":
		return nil, fmt.Errorf("%w: the host is missing, expected something like http://proxy:4000", ErrURLInvalid)
	case base.User != nil:
		return nil, fmt.Errorf("%w: it holds a user or a password; the proxy takes an API key instead", ErrURLInvalid)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("%w: it must not hold a query (?) or a fragment (#)", ErrURLInvalid)
	}

	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = ""

	return base, nil
}
