package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// An engine behind TCP and TLS, as on a machine that several use, is used like another.
func TestAnEngineBehindTLS(t *testing.T) {
	t.Parallel()
	engine(t)
	g := newGate(t)
	g.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	g.StartTLS()
	host := "DOCKER_HOST=" + g.host()
	secured := []string{host, "DOCKER_TLS_VERIFY=1", "DOCKER_CERT_PATH=" + certificates(t, g)}

	f := light(t, secured, "doctor")
	assert.Zero(t, f.end(t, time.Minute), f)
	assert.Contains(t, f.String(), "streampark-regress/")

	f = light(t, secured, "run", "--target", "docker", "--release", "2.1.5", "--image", "2.1.5=streampark-regress/model:2.1.5", "--database-image", "streampark-regress/postgres:15",
		"--start-timeout", "3m", "--scenario", "A restart leaves tokens alone, and no secret is in the log")
	assert.Equal(t, verdict.ExitAsExpected, f.end(t, 5*time.Minute), f)
	assert.Contains(t, f.String(), "AS EXPECTED on the MODEL: 1 scenario")

	f = light(t, []string{host}, "doctor")
	assert.Equal(t, verdict.ExitInconclusive, f.end(t, time.Minute), f)
	assert.Contains(t, f.String(), "it wants TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem")
}

// certificates is a folder with the gate's certificate, for both sides.
func certificates(t *testing.T, g *gate) string {
	t.Helper()
	folder := t.TempDir()
	key, err := x509.MarshalPKCS8PrivateKey(g.TLS.Certificates[0].PrivateKey)
	require.NoError(t, err)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: g.Certificate().Raw})
	for name, text := range map[string][]byte{"ca.pem": certificate, "cert.pem": certificate, "key.pem": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), text, 0o600))
	}
	return folder
}

// An engine on another machine is refused at once, with what to do instead: nobody here
// can call its containers.
func TestAnEngineOnAnotherMachine(t *testing.T) {
	t.Setenv("TESTCONTAINERS_HOST_OVERRIDE", "")
	for host, wants := range map[string][]string{
		"ssh://me@far.example":    {"cannot be reached by ssh://", "on 127.0.0.1 of far.example", "`scp bin/regress me@far.example:` and `ssh me@far.example ./regress run --target docker`"},
		"tcp://192.0.2.7:2376":    {"it is another machine", "`ssh 192.0.2.7 ./regress run --target docker`", "TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1"},
		"tcp://[2001:db8::7]:237": {"it is another machine", "2001:db8::7"},
	} {
		begun := time.Now()
		code, out, errs := regress(t, map[string]string{"DOCKER_HOST": host}, "run", "--target", "docker")
		assert.Equal(t, verdict.ExitInconclusive, code, host)
		for _, want := range wants {
			assert.Contains(t, out+errs, want, host)
		}
		assert.Contains(t, out+errs, "DOCKER_HOST is "+host)
		assert.Less(t, time.Since(begun), 5*time.Second, "nobody is called")
	}
}
