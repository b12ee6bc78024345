package script

import "strings"

// shortWithValue are curl's short options that take a value (curl 8.15, curl
// --help all).
const shortWithValue = "AbcCdDeEFHKmoPQrtTuUwxXyYz"

// longWithValue are its long ones; what begins with proxy- and is none of the
// flags takes one too.
const longWithValue = ` abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode delegation
dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode
happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json
keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt
max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max parallel-max-host pass
pinnedpubkey postquote preproxy proto proto-default proto-redir proxy proxy1.0 pubkey quote random-file range rate referer
request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max
tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file upload-flags url
url-query user user-agent variable vlan-priority write-out `

// proxyFlags are the options about proxies that take no value.
const proxyFlags = " proxy-anyauth proxy-basic proxy-ca-native proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 "

// takesValue reports whether a long option of curl takes a value.
func takesValue(name string) bool {
	in := func(list string) bool { return strings.Contains(strings.ReplaceAll(list, "\n", " "), " "+name+" ") }
	return in(longWithValue) || strings.HasPrefix(name, "expand-") || strings.HasPrefix(name, "proxy-") && !in(proxyFlags)
}
