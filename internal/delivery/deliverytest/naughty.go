package deliverytest

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

// Naughty lists strings that chats, terminals and markup stumble over. Those of
// $PICKWICK_DATA/hostile/naughty-strings.json are added where that is set.
func Naughty(tb testing.TB) []string {
	tb.Helper()
	out := []string{
		"", " ", "\x00", "\x1b[2J\x1b[31mred", "\x1b]8;;https://evil.example\aclick\x1b]8;;\a", "\a\b\v\f\x7f",
		"bad \xff\xfe utf-8 \xed\xa0\x80", "line\r\nbreak\u2028and\u2029more",
		"\u202Etxt.exe\u202C", "\u2066isolated\u2069", "zero\u200Bwidth\uFEFF", "\u3164", "\u2800\u2800",
		"@everyone @here <@81384788765712384> <@&1> <#1> </leave:1> <t:0> <:a:1>",
		"[click](https://evil.example) <https://evil.example> https://evil.example",
		"**bold** _it_ __u__ ~~s~~ ||spoiler|| `code` ```block``` > quote # head - list 1. one",
		"\\ \\\\ \\* \\`", "<script>alert(1)</script>", "&lt;b&gt; &#x3C; %3Cb%3E %00 %s %d %n", "{{.}} ${x} $(x) `x`",
		"'; DROP TABLE picks; --", "=HYPERLINK(\"https://evil.example\")", "null", "undefined", "NaN", "-1", "1e309",
		"Z" + strings.Repeat("\u0335\u0336\u0337", 400) + "algo", strings.Repeat("😀", 3000), strings.Repeat("👩‍👩‍👧‍👦", 400),
		strings.Repeat("a", 5000), strings.Repeat("word ", 2000), strings.Repeat("@everyone", 300), strings.Repeat("*", 3000),
		"現金予測の新しい方法", "توقعات التدفق النقدي", "תחזית תזרים", "ภาษาไทยไม่มีช่องว่าง", "🇩🇪 ❤️ 👍🏽", "e\u0301 ﬁ Ⅷ ẞ İ",
	}
	return append(out, shared(tb)...)
}

// shared reads the list that is kept outside the project.
func shared(tb testing.TB) (list []string) {
	tb.Helper()
	root := os.Getenv("PICKWICK_DATA")
	if root == "" {
		tb.Log("PICKWICK_DATA is not set: only our own strings are tried")
		return nil
	}
	file := filepath.Join(root, "hostile", "naughty-strings.json")
	raw, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	return list
}

// naughtyStrings goes the way of every pick: through Render, then the chat.
func naughtyStrings(t *testing.T, newRig func(*testing.T) Rig) {
	for i, s := range Naughty(t) {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			rig := newRig(t)
			m := naughtyMessage(s)
			if _, err := rig.Chat.Send(t.Context(), rig.To, m); err != nil {
				t.Fatalf("%.60q: %v (cause: %s)", s, err, unwrapped(err))
			}
			got := one(t, rig)
			if !slices.Contains(got.Links, m.URL) {
				t.Errorf("%.60q: no link to the article %s among %.300q", s, m.URL, got.Links)
			}
			for _, l := range got.Links {
				if scheme, _, _ := strings.Cut(l, ":"); !slices.Contains([]string{"https", "http", "mailto"}, strings.ToLower(scheme)) {
					t.Errorf("%.60q: became the link %q", s, l)
				}
			}
		})
	}
}

// naughtyMessage renders a pick with s in every text that comes from outside.
func naughtyMessage(s string) delivery.Message {
	p := SamplePick("n")
	p.Item.Title, p.Item.FeedTitle, p.Item.Author, p.Ask = s, s, s, s
	p.Item.URL = "https://example.com/?q=" + url.QueryEscape(s[:min(len(s), 200)])
	p.Reasons = []curation.Reason{{Kind: curation.ReasonInterest, Topic: s, Points: 1, Evidence: s}}
	rep, persona := SampleRep(), SamplePersona()
	rep.Name, persona.Name = s, s
	return delivery.Render(p, rep, persona, Now)
}
