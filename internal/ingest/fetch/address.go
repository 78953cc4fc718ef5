package fetch

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// parse reads an address that may be fetched.
func parse(raw string, allowPrivate bool) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		// The error of net/url repeats the whole address, credentials
		// included: only its reason may go on.
		var parseErr *url.Error
		if errors.As(err, &parseErr) {
			err = parseErr.Err
		}
		return nil, fault(BadAddress, &url.URL{}, err)
	}
	return u, check(u, allowPrivate)
}

// check refuses what is no web address, and names that can only be private.
// What a name leads to is checked when connecting.
func check(u *url.URL, allowPrivate bool) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Opaque != "" || u.Hostname() == "" {
		return fault(BadAddress, u, nil)
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return fault(BadAddress, u, nil)
		}
	}
	if allowPrivate {
		return nil
	}
	host := strings.TrimRight(u.Hostname(), ".")
	if _, err := netip.ParseAddr(host); err == nil {
		return nil // the guard knows addresses better
	}
	if strings.IndexFunc(host, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		ascii, err := idna.Lookup.ToASCII(host) // as the transport does
		if err != nil {
			return fault(BadAddress, u, err)
		}
		host = ascii
	}
	if privateName(strings.ToLower(host)) {
		return fault(PrivateAddress, u, nil)
	}
	return nil
}

// privateName reports names that no public host has: those without a dot, those
// reserved for local use (RFC 6761, RFC 6762, and ICANN's "internal"), and
// numbers, which some resolvers take for an address: "127.1", "0x7f.1".
func privateName(host string) bool {
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 {
		return true
	}
	switch last := host[dot+1:]; last {
	case "localhost", "local", "internal", "home", "lan", "corp":
		return true
	default:
		_, err := strconv.ParseUint(last, 0, 64)
		return err == nil || strings.Trim(last, "0123456789") == ""
	}
}

// loopback reports hosts that are this machine, where no politeness is due.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || strings.EqualFold(host, "localhost")
}

// shown is an address as it may be shown: credentials are nobody's business, and
// a fragment is the reader's.
func shown(u *url.URL) string {
	clean := *u
	clean.User, clean.Fragment, clean.RawFragment = nil, "", ""
	return clean.String()
}
