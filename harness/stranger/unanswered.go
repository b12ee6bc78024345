package stranger

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
)

// OfError says why a call was not answered. The order matters: an error is often
// several of them.
func OfError(err error) Kind {
	var dns *net.DNSError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case err == nil:
		return None
	case untrusted(err):
		return Untrusted
	case errors.Is(err, http.ErrSchemeMismatch), errors.As(err, &record):
		return NoTLS
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return TLSFailed
	case errors.As(err, &dns) && !dns.IsTimeout:
		return UnknownHost
	case errors.Is(err, syscall.ECONNREFUSED):
		return Refused
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return NoRoute
	case errors.Is(err, context.DeadlineExceeded), os.IsTimeout(err), isTimeout(err):
		return TimedOut
	case strings.Contains(err.Error(), "malformed HTTP"), strings.Contains(err.Error(), "malformed MIME"), strings.Contains(err.Error(), spokeFirst):
		return NotHTTP
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		strings.Contains(err.Error(), hungUpFirst):
		return BrokenOff
	}
	return Unanswered
}

// What net/http says, and exports no error for, of a server that wrote or hung up
// before it was asked.
const (
	spokeFirst  = "readLoopPeekFailLocked: %!w(<nil>)"
	hungUpFirst = "server closed idle connection"
)

func untrusted(err error) bool {
	var (
		verification *tls.CertificateVerificationError
		authority    x509.UnknownAuthorityError
		host         x509.HostnameError
		invalid      x509.CertificateInvalidError
	)
	return errors.As(err, &verification) || errors.As(err, &authority) || errors.As(err, &host) || errors.As(err, &invalid)
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// Spoken reports whether something at the address speaks the address's own scheme, so
// that there is no point in trying the other.
func (k Kind) Spoken() bool {
	switch k { //nolint:exhaustive // the others are not
	case NoTLS, BrokenOff, TimedOut, NotHTTP, Refused, NoRoute, UnknownHost, Unanswered:
		return false
	}
	return true
}
