package document

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestAnyTextBecomesUTF8(t *testing.T) {
	for in, want := range map[string]string{
		"\xef\xbb\xbfFeed": "Feed", "\xff\xfeF\x00e\x00": "Fe", "caf\xe9": "café", "café": "café",
		"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\xcf": "<?xml version=\"1.0\" encoding=\"windows-1251\"?>П",
	} {
		if got := string(ToUTF8([]byte(in), "")); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		if out := ToUTF8(in, rapid.SampledFrom([]string{"", "text/xml; charset=koi8-r", "text/csv; charset=utf-16"}).Draw(t, "content type")); !utf8.Valid(out) {
			t.Errorf("%q is not UTF-8", out)
		}
	})
}
