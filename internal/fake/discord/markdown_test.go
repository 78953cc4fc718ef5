package discord

import (
	"slices"
	"strings"
	"testing"
)

func TestRenderReadsMarkdownAsDiscordDoes(t *testing.T) {
	for _, c := range []struct{ text, plain, kinds string }{
		{"just words, 3.5 % up (a lot)", "just words, 3.5 % up (a lot)", ""},
		{`a \*b\* \_c\_ \<@1\> \\ end`, `a *b* _c_ <@1> \ end`, ""},
		{`back\slash before letters stays`, `back\slash before letters stays`, ""},
		{"**b** *i* _i_ __u__ ~~s~~ ||x|| `c`", "b i i u s x c", "bold italic italic underline strike spoiler code"},
		{"**a *b* c**", "a b c", "bold italic"},
		{"[click](https://evil.example)", "click", "link"},
		{`\[click](https://evil.example)`, "[click](https://evil.example)", "url"},
		{`https\://evil.example`, "https://evil.example", ""},
		{"<https://evil.example>", "<https://evil.example>", "url"},
		{"<@1> <@!1> <@&1> <#1> @everyone @here </leave:1>", "<@1> <@!1> <@&1> <#1> @everyone @here </leave:1>", "mention mention mention mention mention mention mention"},
		{"<t:0> <t:0:R>", "<t:0> <t:0:R>", "time time"},
		{"<:a:1> <a:b:2> :smile:", "<:a:1> <a:b:2> :smile:", "emoji emoji emoji"},
		{"# one\n## two\n-# small\n- list\n1. list\n#tag", "one\ntwo\nsmall\nlist\nlist\n#tag", "heading heading subtext list list"},
		{`\# one`, "# one", ""},
		{`1\. one`, "1. one", ""},
		{"> quoted **b**\nnot", "quoted b\nnot", "quote bold"},
		{"> # heading in a quote", "heading in a quote", "quote heading"},
		{"2 * 3 * 4", "2  3  4", "italic"}, // Discord is milder with blanks; the reader errs towards markup
	} {
		plain, marks := Render(c.text)
		var kinds []string
		for _, m := range marks {
			kinds = append(kinds, m.Kind)
		}
		if plain != c.plain || strings.Join(kinds, " ") != c.kinds {
			t.Errorf("%q reads as %q with %v, want %q with %q", c.text, plain, kinds, c.plain, c.kinds)
		}
	}
}

func TestPingsKnowNoEscapes(t *testing.T) {
	none := &AllowedMentions{Parse: []string{}}
	for _, c := range []struct {
		content string
		allowed *AllowedMentions
		want    []string
	}{
		{"hello @everyone and <@7>", nil, []string{"everyone", "7"}},
		{`\@everyone \<@7>`, nil, []string{"everyone", "7"}},
		{"hello @everyone @here <@7> <@&8>", none, nil},
		{"hello @everyone <@7> <@!8>", &AllowedMentions{Users: []string{"8"}}, []string{"8"}},
		{"<@&8> @here", &AllowedMentions{Parse: []string{"everyone"}, Roles: []string{"8"}}, []string{"here", "8"}},
	} {
		if got := pings(Payload{Content: c.content, AllowedMentions: c.allowed}); !slices.Equal(got, c.want) {
			t.Errorf("%q notifies %v, want %v", c.content, got, c.want)
		}
	}
}
