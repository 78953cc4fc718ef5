package fetch

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Check says what is wrong with an address as far as it shows without asking
// anybody: it is no web address, or one that is private by its name or number.
// The error is an *Error as Do would give it.
func (c *Client) Check(raw string) error {
	u, err := parse(raw, c.options.AllowPrivate)
	if err != nil || c.guard == nil {
		return err
	}
	ip, err := netip.ParseAddr(strings.TrimRight(u.Hostname(), "."))
	if err != nil {
		return nil //nolint:nilerr // a name: what it leads to shows when connecting
	}
	network := "tcp4"
	if ip.Is6() {
		network = "tcp6"
	}
	if err := c.guard.Safe(network, net.JoinHostPort(ip.String(), strconv.Itoa(int(port(u)))), nil); err != nil {
		return fault(PrivateAddress, u, err)
	}
	return nil
}
