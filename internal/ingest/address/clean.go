package address

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// schemes stand before the address of a feed on some sites, with an address of
// the web behind them or in their place.
var schemes = []string{"feed:", "rss:", "itpc:", "pcast:", "podcast:"}

// bare is an address as people type it: a host with a dot, and what follows.
var bare = regexp.MustCompile(`^[^/:@?#\s]+\.[^/:@?#\s]+(?::[0-9]+)?(?:[/?#]|$)`)

// Clean makes an absolute web address of what people type, paste and export:
// blanks and quotes around it, line ends within, feed: before it and a missing
// https:// do no harm. The error says in plain words what is wrong; it never
// holds a password.
func Clean(raw string) (string, error) {
	s := unwrapped(strings.TrimSpace(strings.Map(seen, raw)))
	for _, scheme := range schemes {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			if s = s[len(scheme):]; !IsWeb(s) {
				s = "//" + strings.TrimLeft(s, "/")
			}
		}
	}
	switch {
	case s == "":
		return "", errors.New("there is no address")
	case strings.HasPrefix(s, "//"):
		s = "https:" + s
	case bare.MatchString(s):
		s = "https://" + s
	}
	u, err := url.Parse(s)
	switch {
	case err == nil && u.User != nil:
		return "", fmt.Errorf("%s comes with a user name or a password: only feeds that anybody can read are allowed", quoted(s))
	case err == nil && IsWeb(s) && u.Hostname() != "" && !strings.Contains(s, " ") && len(s) <= maxURL:
		return s, nil // letter for letter
	}
	clean := Absolute(&url.URL{}, s)
	if clean == "" {
		return "", fmt.Errorf("%s is not a web address: it must begin with https:// or http:// and name a host", quoted(s))
	}
	return clean, nil
}

// unwrapped takes away the quotes or brackets around an address.
func unwrapped(s string) string {
	for _, pair := range []string{"<>", `""`, "''"} {
		if len(s) > 1 && s[0] == pair[0] && s[len(s)-1] == pair[1] {
			s = strings.TrimSpace(s[1 : len(s)-1])
		}
	}
	return s
}

// IsWeb reports a text that begins with http:// or https://.
func IsWeb(s string) bool {
	scheme, _, found := strings.Cut(s, "://")
	return found && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// seen drops what can't be seen, line ends included, and makes any blank a space.
func seen(r rune) rune {
	switch {
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r&0xfffe == 0xfffe:
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// quoted shows an address in a message.
func quoted(s string) string {
	const limit = 80
	s = Shown(s)
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	return `"` + s + `"`
}
