package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The sizes that a feed may be allowed to have, in bytes.
const (
	minSize = 1 << 10
	maxSize = 100 << 20
)

var size = regexp.MustCompile(`^([0-9]{1,9})(KiB|MiB)$`)

// parseSize reads a number of bytes: "500KiB", "20MiB".
func parseSize(s string) (int64, error) {
	parts := size.FindStringSubmatch(s)
	if parts == nil {
		return 0, fmt.Errorf("%s is not a size: write a whole number with KiB or MiB, such as 20MiB", quote(s))
	}
	n, _ := strconv.ParseInt(parts[1], 10, 64) // at most nine digits
	n <<= 10
	if parts[2] == "MiB" {
		n <<= 10
	}
	if n < minSize || n > maxSize {
		return 0, fmt.Errorf("%s is out of range: it must be from %dKiB to %dMiB", quote(s), minSize>>10, maxSize>>20)
	}
	return n, nil
}

// maxBytes is the size that a feed is allowed, 0 when none is written.
func maxBytes(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	return parseSize(s)
}

// checkProxy is for addresses in files, which may not hold a password.
func checkProxy(s string) error {
	if strings.Contains(s, "@") {
		return errors.New("it holds a user name or a password, which must not stand in a file like this: " +
			"set PICKWICK_POLL_PROXY to the whole address instead")
	}
	return checkProxyForm(s)
}

// checkProxyForm never repeats the value, which may hold a password.
func checkProxyForm(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || !isWeb(u) || u.Hostname() == "" || !isPort(u.Port()) || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" || anyBlank.MatchString(s) {
		return errors.New("it is not the address of a proxy: write it like http://proxy.example:3128")
	}
	return nil
}
