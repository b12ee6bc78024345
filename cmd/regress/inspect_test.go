package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
	"streampark-regress/harness/token"
)

// upstream3933 is the token printed in upstream issue 3933.
const upstream3933 = "69qMW7reOXhrAh29LjPWwwP+quFqLf++MbPbsB9/NcTCKGzZE2EU7tBUBU5gqG236VF5pMyVrsE5K7hBWiyuLqICNwPEEj7zzjFzA1ji5V6Hj3O3o2/ZwIYuIdSdSedz01hOX8wwQTJvbbp8kbAEenDllTnlkTxKB910HXaUKUxRhqUDubDlxsn3KBDrYO43WaUoxZBOlEwmc1Mgc5EWpXRclTPOFwQnPKrFL4YXgWU="

func TestInspectTakesWhatPeoplePaste(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	for name, pasted := range map[string]string{
		"the token":    upstream3933,
		"quotes":       `"` + upstream3933 + `"`,
		"bearer":       "Bearer " + upstream3933,
		"a header":     "Authorization: " + upstream3933 + "\r\n",
		"URL-encoding": strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(upstream3933),
		"a terminal":   upstream3933[:80] + "\n" + upstream3933[80:160] + "\r\n  " + upstream3933[160:],
		"curl": "curl -X POST '/flink/app/start' \\\n-H 'Authorization: " + upstream3933 + "' \\\n" +
			"-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' \\\n--data-urlencode 'id=100005' \\\n-i",
	} {
		t.Run(name, func(t *testing.T) {
			found, err := inspect(catalogue, pasted, "", time.Date(2024, 8, 1, 0, 0, 0, 0, time.UTC))
			require.NoError(t, err)
			assert.Equal(t, "API", found.Kind)
			assert.Equal(t, "admin", found.UserName)
			assert.Equal(t, time.Date(2024, 7, 29, 9, 56, 25, 0, time.UTC), *found.Expiry)
			assert.True(t, found.Expired)
			assert.Equal(t, "2.1.4", found.MadeBy)
		})
	}
}

func TestInspectPrints(t *testing.T) {
	code, out, errs := regress(t, nil, "inspect", upstream3933)
	require.Equal(t, 0, code, errs)
	assert.Contains(t, out, "expires  2024-07-29 09:56:25 UTC")
	assert.Contains(t, out, "made by  StreamPark 2.1.4")

	never, err := token.Mint(token.Claims{Kind: token.API, UserID: 1, UserName: "x", ExpirySeconds: token.NeverMillis / 1000}, "hash")
	require.NoError(t, err)
	code, out, _ = regress(t, nil, "inspect", "--json", never)
	assert.Equal(t, 0, code)
	assert.Contains(t, out, `"never_expires": true`)
	assert.Contains(t, out, `"made_by": "2.1.5 or 2.1.6`)

	kindless, err := token.Mint(token.Claims{UserID: 1, UserName: "x", ExpirySeconds: 1}, "hash")
	require.NoError(t, err)
	_, out, _ = regress(t, nil, "inspect", kindless)
	assert.Contains(t, out, "made by  StreamPark 2.0.0 or 2.1.0 or 2.1.1 or 2.1.2 or 2.1.3 (the token does not say its kind)")
}

func TestInspectSaysWhatIsNoToken(t *testing.T) {
	code, _, errs := regress(t, nil, "inspect", "garbage")
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "not a StreamPark token")
	assert.Contains(t, errs, "--key-file")
	code, _, errs = regress(t, nil, "inspect")
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "no token on standard input")
	key := filepath.Join(t.TempDir(), "key")
	require.NoError(t, os.WriteFile(key, []byte("short"), 0o600))
	code, _, errs = regress(t, nil, "inspect", "--key-file", key, upstream3933)
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "it is not base64")
	require.NoError(t, os.WriteFile(key, []byte("c2hvcnQ=\n"), 0o600))
	code, _, errs = regress(t, nil, "inspect", "--key-file", key, upstream3933)
	assert.Equal(t, 64, code)
	assert.Contains(t, errs, "a key of 5 bytes, and a key of 2.1.7 has 32")
}
