package delivery

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

func TestTheHumanSharesByTheNetworksOwnComposer(t *testing.T) {
	const title, link = "Cash & carry: 50% off?", "https://example.com/a?b=1&c=d e#f"
	for n, want := range map[curation.Network]string{
		curation.LinkedIn: "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.X:        "https://x.com/intent/tweet?text=Cash%20%26%20carry%3A%2050%25%20off%3F&url=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.Bluesky:  "https://bsky.app/intent/compose?text=Cash%20%26%20carry%3A%2050%25%20off%3F%20https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.Threads:  "https://www.threads.com/intent/post?text=Cash%20%26%20carry%3A%2050%25%20off%3F&url=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.Mastodon: "https://share.joinmastodon.org/#text=Cash%20%26%20carry%3A%2050%25%20off%3F%20https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.Facebook: "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.WhatsApp: "https://wa.me/?text=Cash%20%26%20carry%3A%2050%25%20off%3F%20https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		curation.Email:    "mailto:?subject=Cash%20%26%20carry%3A%2050%25%20off%3F&body=Cash%20%26%20carry%3A%2050%25%20off%3F%0D%0Ahttps%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3Dd%20e%23f",
		"myspace":         "",
	} {
		if got := ShareURL(n, title, link, 0); got != want {
			t.Errorf("%s:\n got %s\nwant %s", n, got, want)
		}
	}
	if got := ShareURL(curation.LinkedIn, title, "", 0); got != "" {
		t.Errorf("something to share without an address: %s", got)
	}
}

func TestSharesKeepsTheOrderOfTheRepAndNamesEachOnce(t *testing.T) {
	got := Shares([]curation.Network{curation.X, curation.LinkedIn, "myspace", curation.X}, "t", "https://example.com/")
	var names []curation.Network
	for _, s := range got {
		names = append(names, s.Network)
	}
	if want := []curation.Network{curation.X, curation.LinkedIn}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

// fields reads the values back out of a share link, as the other side does.
func fields(t rapid.TB, link string) (all []string) {
	u, err := url.Parse(link)
	if err != nil {
		t.Fatalf("%q does not parse: %v", link, err)
	}
	raw := u.RawQuery
	if raw == "" {
		raw = u.EscapedFragment()
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatalf("%q does not decode: %v", link, err)
	}
	for _, vs := range values {
		all = append(all, vs...)
	}
	return all
}

func TestShareLinksDecodeToTheirSource(t *testing.T) {
	odd := rapid.SampledFrom([]string{"&", "#", "%", "+", "=", "?", "\"", "<", "é", "現", "😀", "%2F", "\r\n", "a b", "https://x.example/", ";"})
	rapid.Check(t, func(t *rapid.T) {
		title := strings.TrimSpace(strings.Join(rapid.SliceOfN(odd, 1, 12).Draw(t, "title"), "") + rapid.String().Draw(t, "more"))
		title = clean(title, maxTitle)
		link := "https://example.com/?q=" + url.QueryEscape(rapid.String().Draw(t, "q"))
		limit := rapid.SampledFrom([]int{0, 512, 300, 120}).Draw(t, "limit")
		for _, n := range curation.Networks() {
			got := ShareURL(n, title, link, limit)
			if limit > 0 && len(got) > limit {
				t.Fatalf("%s: %d characters, over %d", n, len(got), limit)
			}
			if got == "" {
				if alone := compose(n, "", link); limit == 0 || len(alone) <= limit {
					t.Fatalf("%s: no link although the address alone takes %d of %d", n, len(alone), limit)
				}
				continue
			}
			if strings.IndexFunc(got, func(r rune) bool { return r <= ' ' || r >= utf8.RuneSelf }) >= 0 {
				t.Fatalf("%s: not plain ASCII: %q", n, got)
			}
			all := fields(t, got)
			if !slices.ContainsFunc(all, func(v string) bool { return strings.HasSuffix(v, link) }) {
				t.Fatalf("%s: the address %q is not in %q", n, link, all)
			}
			if takesText(n) && limit == 0 && n != curation.Bluesky &&
				!slices.ContainsFunc(all, func(v string) bool { return strings.HasPrefix(v, title) }) {
				t.Fatalf("%s: the title %q is not in %q", n, title, all)
			}
		}
	})
}

func TestShareLinksDropWordsBeforeTheAddress(t *testing.T) {
	link := "https://example.com/" + strings.Repeat("a", 300)
	long := strings.TrimSpace(strings.Repeat("forecast ", 26))
	got := ShareURL(curation.X, long, link, 512)
	all := fields(t, got)
	if !slices.Contains(all, link) {
		t.Errorf("the address is gone from %q", all)
	}
	if !slices.ContainsFunc(all, func(v string) bool { return strings.HasPrefix(v, "forecast") && strings.HasSuffix(v, "forecast…") }) {
		t.Errorf("not cut between words: %q", all)
	}
	if got := ShareURL(curation.LinkedIn, "t", "https://example.com/"+strings.Repeat("a", 600), 512); got != "" {
		t.Errorf("a link that leads nowhere: %s", got)
	}
	cjk := ShareURL(curation.X, strings.Repeat("現金予測", 60), "https://example.com/", 512)
	if len(cjk) > 512 || !strings.Contains(cjk, escape("現金")) {
		t.Errorf("a title without spaces was not kept as far as it fits: %s", cjk)
	}
}

func TestBlueskyPostsStayWithinThreeHundredCharacters(t *testing.T) {
	link := "https://example.com/" + strings.Repeat("a", 200)
	text := fields(t, ShareURL(curation.Bluesky, strings.Repeat("word ", 48), link, 0))[0]
	if n := utf8.RuneCountInString(text); n > 300 || !strings.HasSuffix(text, " "+link) {
		t.Errorf("%d characters: %q", n, text)
	}
	if text := fields(t, ShareURL(curation.Bluesky, "title", "https://example.com/"+strings.Repeat("a", 400), 0))[0]; strings.Contains(text, "title") {
		t.Errorf("a title beside an address that fills the post: %q", text)
	}
}
