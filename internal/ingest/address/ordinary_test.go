package address

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// address draws addresses that are ordinary, or nearly.
func address(t *rapid.T) string {
	part := func(label, usual, odd string) string {
		s := rapid.StringMatching(usual).Draw(t, label)
		if rapid.IntRange(0, 7).Draw(t, label+" is odd") == 0 {
			s += rapid.StringMatching(odd).Draw(t, "odd "+label)
		}
		return s
	}
	return part("scheme", `https?://`, `(HTTP://|ftp://|//|[a-z:/]{0,3})`) +
		part("host", `(www\.|m\.|mobile\.|amp\.){0,2}[a-z0-9-]{1,5}(\.m)?\.(com|example|co\.uk)`, `[.:@A-Zé0-9%\[\]]{0,4}`) +
		part("path", `(/[a-zA-Z0-9._~-]{0,4}){0,4}/?`, `(/amp/?|\.amp|/AMP\.html|//|/\.\.?/|%[0-9a-fA-F]{2}|[!$&'()*+,;=:@|<>"é %]{1,3})`) +
		part("query", `(\?(id|p|utm_source|fbclid|v)=[a-zA-Z0-9_.-]{0,4}(&utm_x=[a-z+%]{0,3}){0,2})?`, `[?&;=#%+ é.a]{0,4}`) +
		part("fragment", `(#[a-z]{0,4})?`, `[#%é /]{0,3}`)
}

func TestOrdinaryAddressesAreReadAsAnyAre(t *testing.T) {
	ordinary, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		raw := address(t)
		all++
		if got, ok := canonicalOrdinary(raw); ok {
			ordinary++
			if want := canonicalAny(raw); got != want {
				t.Errorf("%s: %s, not %s", raw, got, want)
			}
		}
		if absoluteOrdinary(raw) {
			if got := absoluteAny(&url.URL{}, raw); got != raw {
				t.Errorf("absolute: %s becomes %s", raw, got)
			}
		}
	})
	if ordinary*10 < all {
		t.Errorf("only %d of %d addresses went the quick way", ordinary, all)
	}
}

func FuzzOrdinary(f *testing.F) {
	for _, s := range []string{
		"https://www.example.com/2026/11/story/?utm_source=rss", "http://m.example.com:80/a;b?c=d&e", "https://example.com/?p=12#top",
		"https://example.com/a/../b/%7Eamp/.amp", "https://EXAMPLE.com./x%2Fy", "https://example.com?x", "https://example.com/a?id=7;page=2",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if got, ok := canonicalOrdinary(raw); ok && got != canonicalAny(raw) {
			t.Errorf("%q: %q, not %q", raw, got, canonicalAny(raw))
		}
		if absoluteOrdinary(raw) && len(raw) <= maxURL && absoluteAny(&url.URL{}, raw) != raw {
			t.Errorf("absolute: %q becomes %q", raw, absoluteAny(&url.URL{}, raw))
		}
	})
}

func TestAVideoHasOneAddress(t *testing.T) {
	const video = "https://youtube.com/watch?v=dQw4w9WgXcQ"
	for _, raw := range []string{
		video, "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&feature=youtu.be", "https://youtu.be/dQw4w9WgXcQ", "http://youtu.be/dQw4w9WgXcQ?si=abc&t=5",
		"https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ", "https://www.youtube.com/embed/dQw4w9WgXcQ?rel=0",
		"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
	} {
		if got := Canonical(raw); got != video {
			t.Errorf("%s: %s", raw, got)
		}
	}
	for raw, want := range map[string]string{
		"https://www.youtube.com/":                           "https://youtube.com",
		"https://www.youtube.com/@acme/videos":               "https://youtube.com/@acme/videos",
		"https://www.youtube.com/playlist?list=PL123":        "https://youtube.com/playlist?list=PL123",
		"https://www.youtube.com/embed/videoseries?list=PL1": "https://youtube.com/embed/videoseries?list=PL1",
		"https://www.youtube.com/watch":                      "https://youtube.com/watch",
		"https://youtu.be/":                                  "https://youtu.be",
		"https://youtu.be/a/b":                               "https://youtu.be/a/b",
		"https://youtube.com.evil.example/shorts/dQw4w9WgXc": "https://youtube.com.evil.example/shorts/dQw4w9WgXc",
	} {
		if got := Canonical(raw); got != want {
			t.Errorf("%s: %s, not %s", raw, got, want)
		}
	}
}

func TestASiteIsWhatOneOwnerRegistered(t *testing.T) {
	for raw, want := range map[string]string{
		"https://blog.example.com/feed":        "example.com",
		"HTTPS://WWW.Example.CO.UK:8443/x":     "example.co.uk",
		"https://jane.github.io/feed.xml":      "jane.github.io",
		"https://user:pw@feeds.example.com./":  "example.com",
		"https://bücher.example/":              "xn--bcher-kva.example",
		"https://xn--bcher-kva.example/a":      "xn--bcher-kva.example",
		"https://example.com":                  "example.com",
		"https://192.0.2.7/feed":               "",
		"https://[2001:db8::1]/feed":           "",
		"https://co.uk/":                       "",
		"https://localhost:8080/":              "",
		"/feed":                                "",
		"":                                     "",
		"://":                                  "",
		"https://" + strings.Repeat("a", 300):  "",
		"https://exa mple.com/":                "",
		"https://-bad-.example.com/":           "",
		"https://a..b.example.com/":            "",
		"javascript:alert(1)":                  "",
		"mailto:jane@example.com":              "",
		"https://feeds.a.b.c.example.com/feed": "example.com",
	} {
		if got := Site(raw); got != want {
			t.Errorf("%s: %q, not %q", raw, got, want)
		}
	}
}

func BenchmarkCanonical(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Canonical("https://www.example.com/2026/11/a-story-about-cash/?utm_source=rss&utm_medium=feed")
	}
}

func BenchmarkAbsolute(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Absolute(&url.URL{}, "https://www.example.com/2026/11/a-story-about-cash/?utm_source=rss&utm_medium=feed")
	}
}
