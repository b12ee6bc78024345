package words

import (
	"streampark-regress/harness/stranger"
)

// Stranger says who or what is at an address where no answer of StreamPark's was seen.
func Stranger(k stranger.Kind) string {
	if said, known := strangers()[k]; known {
		return said.is
	}
	return string(k)
}

// AboutStranger says what to do about it.
func AboutStranger(k stranger.Kind) string { return strangers()[k].do }

// said is what is said of a stranger.
type said struct{ is, do string }

func strangers() map[stranger.Kind]said {
	const itself = "give the address of StreamPark itself, and not that of a gateway before it"
	return map[stranger.Kind]said{
		stranger.UnknownHost: {"no address is known of that host's name", "look for a typing error, and whether this machine resolves the name (a name of Docker or Kubernetes is known inside only)"},
		stranger.Refused:     {"nothing listens at that port: the connection was refused", "see that StreamPark runs and has come up, that the port is the published one (10000 as shipped), and that it listens for other machines too"},
		stranger.NoRoute:     {"there is no way from this machine to that one", "look at the network between them: VPN, routes, firewall"},
		stranger.TimedOut:    {"there was no answer in time", "see whether a firewall drops the connection, or whether the server is overloaded or has lost its database: it then answers nothing for a minute, and 401 at last; --timeout 90s waits for that"},
		stranger.BrokenOff:   {"the connection was closed before there was an answer", "see whether the port is StreamPark's, whether it speaks https, and whether the server or a proxy restarts just now"},
		stranger.NoTLS:       {"no TLS is spoken there", "write http:// in front of the address"},
		stranger.Untrusted:   {"its certificate is not trusted: of an unknown authority, of another host, or out of date", "name the file of the authority's certificates with --ca-file, or give the host that the certificate is for"},
		stranger.TLSFailed:   {"the two sides found no way to speak TLS", "see which TLS versions the server offers (1.2 or newer is needed), and whether it asks for a certificate of the client's"},
		stranger.NotHTTP:     {"something answers there that does not speak HTTP", "see whether the port is StreamPark's (10000 as shipped), and not a database's or an RPC port"},
		stranger.Unanswered:  {"there was no answer", "see the error, and whether StreamPark's page opens at that address"},

		stranger.WantsTLS:    {"TLS is spoken there, and the address says http", "write https:// in front of the address"},
		stranger.Challenge:   {"a 401 of something in front that asks for a sign-in of its own, which StreamPark never does", itself + ": such a sign-in and StreamPark's token need the same header, Authorization"},
		stranger.Bare:        {"a 401 with nothing in it that everybody gets: something in front takes Authorization away, or answers itself", "have the proxy pass the header Authorization on, or " + itself},
		stranger.ToSignIn:    {"a redirect to a page to sign in at: a single sign-on stands in front, which callers with a token do not pass", "have it let /flink/ and /openapi/ through, or " + itself},
		stranger.ToTLS:       {"a redirect to https", "write https:// in front of the address: callers that follow the redirect lose the header Authorization or the POST"},
		stranger.Elsewhere:   {"a redirect to another address", "give the address that it leads to, if that is StreamPark's"},
		stranger.Denied:      {"a 403 of something in front: a firewall or a list of who may call", "have it let this machine call, or " + itself},
		stranger.NotFound:    {"a 404: there is no such page, so this is no StreamPark, or it is below a path", "look at the port, and add the path below which StreamPark is, if there is one: https://host/streampark"},
		stranger.NotAllowed:  {"a 405: what answers serves files and takes no POST, as a web server in front of the pages does", itself},
		stranger.TooMany:     {"a 429: something in front limits the calls", "wait and try again, or " + itself},
		stranger.Gateway:     {"a gateway that does not reach what is behind it", "see that StreamPark runs and that the gateway has its address and port"},
		stranger.ServerError: {"an error of a server, not in a form in which StreamPark answers", "look at the logs of StreamPark and of what stands in front of it"},
		stranger.Page:        {"a web page in place of an answer: another program, or a page that is served for every address", itself},
		stranger.Other:       {"an answer that StreamPark does not give", itself},
	}
}
