package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/fixtures"
	"streampark-regress/harness/release"
)

func TestReleasesAreListed(t *testing.T) {
	code, out, _ := regress(t, nil, "releases")
	assert.Equal(t, 0, code)
	assert.Regexp(t, `2\.1\.4 +apache/streampark:2\.1\.4 +/flink/app/start +after 2h \(server\.session\.ttl\) +3933: `, out)
	assert.Contains(t, out, "2.1.7 (on request)")
	assert.Regexp(t, `2\.1\.5 +apache/streampark:2\.1\.5 +/openapi/app/start +never +4281: `, out)

	code, out, _ = regress(t, nil, "releases", "2.1.5")
	assert.Equal(t, 0, code)
	assert.NotContains(t, out, "\n2.1.4 ")
	assert.Contains(t, out, "\n2.1.5 ")
}

// Scripts read the catalogue through templates, editors through its schema.
func TestReleasesAreReadByPrograms(t *testing.T) {
	catalogue, err := release.Parse(fixtures.Releases)
	require.NoError(t, err)
	code, out, errs := regress(t, nil, "releases", "--format", "{{.Version}}")
	assert.Equal(t, 0, code, errs)
	assert.Equal(t, catalogue.Versions(), strings.Fields(out))
	_, out, _ = regress(t, nil, "releases", "--format", "{{if not .OnRequest}}{{.Version}}{{end}}")
	assert.Equal(t, catalogue.Usual(), strings.Fields(out))
	_, out, _ = regress(t, nil, "releases", "--format", "{{.Path .Jar}} {{index .Images 1}}", "2.1.7", "2.1.4")
	assert.Equal(t, "/streampark/lib/streampark-console-service-2.1.7.jar apache/streampark:v2.1.7\n"+
		"/streampark/lib/streampark-console-service-2.1.4.jar apache/streampark:v2.1.4\n", out)
	code, out, _ = regress(t, nil, "releases", "--schema")
	assert.Equal(t, 0, code)
	assert.True(t, json.Valid([]byte(out)))
}
