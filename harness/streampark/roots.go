package streampark

import (
	"crypto/x509"
	"fmt"
	"os"
)

// ReadRoots reads the certificates of authorities from a file in PEM.
func ReadRoots(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: there is no certificate in it: it has to be in PEM, with -----BEGIN CERTIFICATE-----", file)
	}
	return pool, nil
}
