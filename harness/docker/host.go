package docker

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/moby/moby/client"
)

// override is testcontainers-go's variable for where the ports of containers are.
const override = "TESTCONTAINERS_HOST_OVERRIDE"

// obeysHost makes sure that the engine DOCKER_HOST names answers. Without
// that, testcontainers would silently take another it finds on the machine.
func obeysHost(ctx context.Context) error {
	host := os.Getenv("DOCKER_HOST")
	if host == "" {
		return nil
	}
	if err := near(ctx, host); err != nil {
		return fmt.Errorf("connect to Docker: DOCKER_HOST is %s: %w", host, err)
	}
	c, err := client.New(client.FromEnv)
	if err != nil {
		return fmt.Errorf("connect to Docker: DOCKER_HOST is %s: %w", host, err)
	}
	defer c.Close()
	if _, err := c.Ping(ctx, client.PingOptions{}); err != nil {
		if strings.Contains(err.Error(), "HTTP request to an HTTPS server") {
			err = fmt.Errorf("%w\n  it wants TLS: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem", err)
		}
		return fmt.Errorf("connect to Docker: DOCKER_HOST is %s: %w", host, err)
	}
	return nil
}

// near is the error of an engine on another machine: its containers' ports are
// published on that machine's 127.0.0.1, where nobody here can call them, and there is
// no other place for a StreamPark whose password everybody knows.
func near(ctx context.Context, host string) error {
	at, err := client.ParseHostURL(host)
	if err != nil {
		return err
	}
	switch at.Scheme {
	case "ssh":
		to, _, _ := strings.Cut(at.Host, "/")
		return fmt.Errorf("an engine cannot be reached by ssh://, and its containers' ports are on 127.0.0.1 of %s\n  run this program there: `scp bin/regress %s:` and `ssh %s ./regress run --target docker`",
			to[strings.LastIndex(to, "@")+1:], to, to)
	case "tcp", "http", "https":
		if is := os.Getenv(override); is == "127.0.0.1" || is == "localhost" || local(ctx, at.Host) {
			return nil
		}
		machine, _, err := net.SplitHostPort(at.Host)
		if err != nil {
			machine = at.Host
		}
		return fmt.Errorf("it is another machine, and its containers' ports are on that one's 127.0.0.1\n"+
			"  run this program there: `scp bin/regress %s:` and `ssh %s ./regress run --target docker`; or, if its ports are on this machine's 127.0.0.1 all the same, `export %s=127.0.0.1`",
			machine, machine, override)
	}
	return nil
}

// local reports whether an address is one of this machine. One that cannot be looked up
// may be: the call says what is wrong with it.
func local(ctx context.Context, address string) bool {
	name, _, err := net.SplitHostPort(address)
	if err != nil {
		name = address
	}
	found, err := net.DefaultResolver.LookupIPAddr(ctx, name)
	if err != nil {
		return true
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		return true
	}
	for _, at := range found {
		if at.IP.IsLoopback() {
			return true
		}
		for _, mine := range own {
			if of, is := mine.(*net.IPNet); is && of.IP.Equal(at.IP) {
				return true
			}
		}
	}
	return false
}
