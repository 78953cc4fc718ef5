package address

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestOnePageHasOneCanonicalAddress(t *testing.T) {
	for want, addresses := range map[string][]string{
		"https://example.com/a/story": {
			"http://example.com/a/story", "https://www.example.com/a/story/", "HTTPS://EXAMPLE.COM:443/a/story", "http://example.com:80/a/story",
			"https://m.example.com/a/story", "https://amp.example.com/a/story", "https://mobile.example.com/a/story",
			"https://example.com/a/story?utm_source=rss&utm_medium=feed", "https://example.com/a/story?fbclid=x&gclid=y&mc_cid=z",
			"https://example.com/a/story#comments", "https://example.com/a/story?at_medium=RSS#xtor=RSS-1", "https://example.com/a/./b/../story",
			"https://example.com//a//story", "https://user:pw@example.com/a/story", "https://example.com/a/story?",
			"https://example.com/a/story/amp", "https://example.com/a/story/amp/", "https://example.com/a/story?amp=1", "https://example.com/a/story?outputType=amp",
			"https://example-com.cdn.ampproject.org/c/s/example.com/a/story", "https://www.google.com/amp/s/example.com/a/story", "https://example.com./a/story",
		},
		"https://example.com/a?id=7&page=2":    {"https://example.com/a?page=2&id=7", "https://example.com/a/?id=7&utm_campaign=x&page=2", "http://www.example.com/a?id=7;page=2"},
		"https://en.wikipedia.org/wiki/Ledger": {"https://en.m.wikipedia.org/wiki/Ledger"},
		"https://example.com/%C3%A9t%C3%A9":    {"https://example.com/été", "https://example.com/%c3%a9t%c3%a9"},
		"https://example.com:8443/x":           {"https://example.com:8443/x"},
		"https://example.com/Case":             {"https://example.com/Case"},
		"https://example.com/camp":             {"https://example.com/camp"},
		"":                                     {"", "javascript:alert(1)", "mailto:jane@example.com", "/relative", "https://", "http://%zz/"},
	} {
		for _, address := range addresses {
			if got := Canonical(address); got != want {
				t.Errorf("%s: %s, not %s", address, got, want)
			}
		}
	}
}

func TestTheCanonicalAddressOfACanonicalAddressIsItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.StringMatching(`(www\.|m\.|amp\.)?[a-z]{1,8}\.(com|example|co\.uk)`).Draw(t, "host")
		path := rapid.StringMatching(`(/[a-zA-Z0-9._~%é-]{0,6}){0,4}(/amp)?/?`).Draw(t, "path")
		query := rapid.StringMatching(`(\?[a-z_]{1,6}=[a-z0-9%]{0,3}(&utm_[a-z]{1,4}=x)?)?`).Draw(t, "query")
		once := Canonical("http://" + host + path + query)
		if twice := Canonical(once); once != "" && twice != once {
			t.Errorf("%s, then %s", once, twice)
		}
	})
}

func TestALinkIsAbsoluteAndOfTheWebOrNothing(t *testing.T) {
	base := Base("https://example.com/blog/feed.xml")
	for link, want := range map[string]string{
		"https://other.example/x":              "https://other.example/x",
		"/x":                                   "https://example.com/x",
		"x y":                                  "https://example.com/blog/x%20y",
		"//cdn.example/x":                      "https://cdn.example/x",
		"?p=1":                                 "https://example.com/blog/feed.xml?p=1",
		" https://other.example/\n x ":         "https://other.example/%20x",
		"https://u:p@other.example/x":          "https://other.example/x",
		"https://other.example/100%":           "https://other.example/100%25",
		"javascript:alert(1)":                  "",
		"JaVaScRiPt:alert(1)":                  "",
		"java\nscript:alert(1)":                "",
		"data:text/html,x":                     "",
		"vbscript:x":                           "",
		"file:///etc/passwd":                   "",
		"mailto:jane@example.com":              "",
		"ftp://example.com/x":                  "",
		"http:":                                "",
		"http:///x":                            "",
		"https:opaque":                         "",
		"":                                     "",
		"#top":                                 "",
		"https://" + strings.Repeat("x", 5000): "",
		"https://other.example/" + strings.Repeat("é", 2000): "",
	} {
		if got := Absolute(base, link); got != want {
			t.Errorf("%q: %q, not %q", link, got, want)
		}
	}
	if got := Absolute(Base("no address"), "/x"); got != "" {
		t.Errorf("without a base: %q", got)
	}
}
