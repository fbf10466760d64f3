package models

import (
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestLoadSettings(t *testing.T) {
	t.Run("takes URL and key", func(t *testing.T) {
		settings, err := LoadSettings(instance(" https://proxy.example/lopan/ ", "read-key\n"))

		require.NoError(t, err)
		require.Equal(t, "https://proxy.example/lopan", settings.URL.String())
		require.Equal(t, "read-key", settings.APIKey)
	})

	t.Run("a key is optional: the proxy says what it misses", func(t *testing.T) {
		settings, err := LoadSettings(instance("http://proxy:4000", ""))

		require.NoError(t, err)
		require.Empty(t, settings.APIKey)
	})

	refused := []struct {
		name string
		url  string
		key  string
		want error
		text string
	}{
		{"no URL", "", "k", ErrURLMissing, "no URL is set"},
		{"blank URL", "  ", "k", ErrURLMissing, "no URL is set"},
		{"no scheme", "proxy:4000", "k", ErrURLInvalid, "must start with http://"},
		{"other scheme", "ftp://proxy:4000", "k", ErrURLInvalid, "must start with http://"},
		{"no host", "http://:4000", "k", ErrURLInvalid, "host is missing"},
		{"unreadable", "http://proxy:port", "k", ErrURLInvalid, "expected something like"},
		{"password in it", "http://admin:secret@proxy:4000", "k", ErrURLInvalid, "an API key instead"},
		{"query", "http://proxy:4000/?a=b", "k", ErrURLInvalid, "must not hold a query"},
		{"fragment", "http://proxy:4000/#a", "k", ErrURLInvalid, "must not hold a query"},
		{"line break in the key", "http://proxy:4000", "one\ntwo", ErrKeyInvalid, "a space or a character"},
		{"two keys", "http://proxy:4000", "one two", ErrKeyInvalid, "a space or a character"},
		{"dots of a masked field", "http://proxy:4000", "••••", ErrKeyInvalid, "a space or a character"},
	}
	for _, test := range refused {
		t.Run("refuses: "+test.name, func(t *testing.T) {
			_, err := LoadSettings(instance(test.url, test.key))

			require.ErrorIs(t, err, test.want)
			require.ErrorContains(t, err, test.text)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func instance(url string, key string) backend.DataSourceInstanceSettings {
	return backend.DataSourceInstanceSettings{URL: url, DecryptedSecureJSONData: map[string]string{"apiKey": key}}
}
