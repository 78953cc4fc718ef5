package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
)

// parseProxy reads the address of a proxy; it may be private, for its own
// people name it.
func parseProxy(raw string) (*url.URL, error) {
	if raw == "" {
		return nil, nil
	}
	u, err := parse(raw, true)
	if err != nil {
		return nil, &Error{Outcome: ProxyFault, Err: err}
	}
	return u, nil
}

// proxyAddress is where the transport connects to for a proxy.
func proxyAddress(u *url.URL) string {
	return net.JoinHostPort(u.Hostname(), strconv.Itoa(int(port(u))))
}

// port of an address that was checked.
func port(u *url.URL) uint16 {
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case err == nil:
		return uint16(n)
	case u.Scheme == "https":
		return 443
	}
	return 80
}

// vouch checks where a proxy would connect to for us, which no dialer of ours
// sees: every address that our resolver knows for the name must be public. A
// name that it does not know is refused too, for the proxy might know a private
// address. What the proxy finds by itself, a moment later, can't be checked.
func (c *Client) vouch(ctx context.Context, u *url.URL) error {
	if c.proxyErr != nil {
		return c.proxyErr
	}
	if c.proxy == nil || c.guard == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.options.Connect)
	defer cancel()
	resolver := c.dialer.Resolver
	if resolver == nil {
		resolver = net.DefaultResolver
	}
	found, err := resolver.LookupNetIP(ctx, "ip", u.Hostname())
	if err != nil {
		return err
	}
	for _, address := range found {
		if err := c.guard.SafeAddrPort(netip.AddrPortFrom(address.Unmap(), port(u))); err != nil {
			return err
		}
	}
	return nil
}

// tunnelled reads a proxy's answer to being asked for a connection.
func tunnelled(_ context.Context, _ *url.URL, connect *http.Request, res *http.Response) error {
	to, _, _ := net.SplitHostPort(connect.Host)
	switch s := res.StatusCode; s {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return &Error{Outcome: ProxyFault, Status: s}
	case http.StatusForbidden:
		return &Error{Outcome: Forbidden, Host: to, Status: s}
	default:
		return &Error{Outcome: Refused, Host: to, Status: s, Err: errors.New("the proxy could not connect")}
	}
}
