package address

import (
	"net/url"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Site is the registrable domain of an address, in lower case and ASCII:
// "example.co.uk" for https://blog.example.co.uk/feed. By the public suffix list
// the pages of different people under one host, such as jane.github.io, are
// different sites. "" when the address has none: an IP address, a bare suffix, no
// address at all.
func Site(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || strings.Contains(u.Host, "[") {
		return ""
	}
	host, err := idna.Lookup.ToASCII(strings.TrimSuffix(u.Hostname(), "."))
	if err != nil || host == "" || !strings.ContainsAny(host[strings.LastIndexByte(host, '.')+1:], "abcdefghijklmnopqrstuvwxyz") {
		return "" // no host, or an IPv4 address
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return site
}
