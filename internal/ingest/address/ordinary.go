package address

import "strings"

// Nearly all addresses in feeds are ordinary: plain letters, nothing to
// normalise but the scheme, a "www." and some tracking. They are read here by
// hand, some ten times as fast; tests hold the result to that for any address.

// Kinds of bytes in an address.
const (
	inHost      = 1 << iota // of a lower-case host
	inUpperHost             // of a host in any case
	inPath                  // means itself in a path, however it is written
	inAnyPath               // may stay in a path as it is
	inValue                 // means itself in a query
	inQuery                 // may stay in a query as it is
)

// bytesOf tells what each byte may be part of.
var bytesOf = kinds(map[byte]string{
	inHost:      "abcdefghijklmnopqrstuvwxyz0123456789-.",
	inUpperHost: "abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	inPath:      "abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ_~/",
	inAnyPath:   "abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ_~/$&+,:;=@!*'()%",
	inValue:     "abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ_",
	inQuery:     "abcdefghijklmnopqrstuvwxyz0123456789-.ABCDEFGHIJKLMNOPQRSTUVWXYZ_~/$&+,:;=@!*'()%?",
})

func kinds(members map[byte]string) (table [256]byte) {
	for kind, list := range members {
		for i := range len(list) {
			table[list[i]] |= kind
		}
	}
	return table
}

func all(s string, kind byte) bool {
	for i := range len(s) {
		if bytesOf[s[i]]&kind == 0 {
			return false
		}
	}
	return true
}

// split takes an http or https address apart. The path begins with "/" or is
// empty; rest is what follows it, from "?" or "#" on.
func split(s string) (host, path, rest string, ok bool) {
	host, ok = strings.CutPrefix(s, "https://")
	if !ok {
		if host, ok = strings.CutPrefix(s, "http://"); !ok {
			return "", "", "", false
		}
	}
	if i := strings.IndexAny(host, "?#"); i >= 0 {
		host, rest = host[:i], host[i:]
	}
	if i := strings.IndexByte(host, '/'); i >= 0 {
		host, path = host[:i], host[i:]
	}
	return host, path, rest, host != ""
}

// canonicalOrdinary is Canonical for an ordinary address; ok is false for any other.
func canonicalOrdinary(raw string) (canonical string, ok bool) {
	host, path, rest, ok := split(raw)
	if !ok || !all(host, inHost) || host[0] == '.' || host[len(host)-1] == '.' || strings.Contains(host, "..") || strings.HasSuffix(host, ".ampproject.org") {
		return "", false
	}
	if !all(path, inPath) || strings.Contains(path, "//") || strings.Contains(path, "/.") || mayBeAMP(path) {
		return "", false
	}
	query, fragment, _ := strings.Cut(rest, "#")
	query, asked := strings.CutPrefix(query, "?")
	if !all(fragment, inPath) || !all(query, inQuery) || strings.IndexByte(query, ';') >= 0 {
		return "", false
	}
	if asked {
		if query = withoutTracking(query); query != "" {
			name, value, one := strings.Cut(query, "=")
			if !one || name == "" || !all(name, inValue) || !all(value, inValue) {
				return "", false
			}
			query = "?" + query
		}
	}
	return "https://" + foldHost(host) + strings.TrimSuffix(path, "/") + query, true
}

// mayBeAMP looks for what says AMP in a path.
func mayBeAMP(path string) bool {
	for i := 0; i+len("/amp") <= len(path); i++ {
		if (path[i] == '/' || path[i] == '.') && strings.EqualFold(path[i+1:i+4], "amp") {
			return true
		}
	}
	return false
}

// absoluteOrdinary reports a link that Absolute leaves as it is.
func absoluteOrdinary(link string) bool {
	host, path, rest, ok := split(link)
	if !ok || !all(host, inUpperHost) || !all(path, inAnyPath) || strings.Contains(path, "/.") || strings.Contains(path, "//") {
		return false
	}
	for i := strings.IndexByte(path, '%'); i >= 0; i = strings.IndexByte(path, '%') {
		if path = path[i+1:]; len(path) < 2 || !isHex(path[0]) || !isHex(path[1]) {
			return false
		}
	}
	return rest == "" || rest[0] == '?' && all(rest[1:], inQuery)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
