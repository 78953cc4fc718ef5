package hostile

import "strings"

const jsonHead = `{"version":"https://jsonfeed.org/version/1.1","title":"x",`

func asJSON(k Kind) Kind {
	k.JSON = true
	return k
}

// json are objects where something else is expected.
func json() []Kind {
	doc := func(name string, want Want, parts ...string) Kind { return asJSON(text(name, want, parts...)) }
	return []Kind{
		doc("json_any_object", notAFeed, `{"error":"x"}`),
		doc("json_empty_obj", notAFeed, `{}`),
		doc("json_null", notAFeed, `null`),
		doc("json_null_author", Want{}, jsonHead, `"authors":[null],"items":[]}`),
		doc("json_null_hub", Want{}, jsonHead, `"hubs":[null],"items":[]}`),
		doc("json_null_item", Want{}, jsonHead, `"items":[null]}`),
		doc("json_null_item2", Want{Items: 1, Title: "a"}, jsonHead, `"items":[null,{"id":"1","title":"a"},null]}`),
		doc("json_null_iauthor", Want{Items: 1, Title: "a"}, jsonHead, `"items":[{"id":"1","title":"a","authors":[null]}]}`),
		doc("json_null_attach", Want{Items: 1, Title: "a"}, jsonHead, `"items":[{"id":"1","title":"a","attachments":[null]}]}`),
		asJSON(around("json_deep_1e5", Want{Refused: []string{"not a feed", "unsafe document", "unreadable"}}, `{"items":`, levels(`[`, `]`, 100_000), `}`)),
	}
}

// odd are small documents with a fault that readers stumble over.
func odd() []Kind {
	one := Want{Items: 1, Title: "a"}
	const item = `<item><title>a</title></item>`
	doc := func(name string, want Want, parts ...string) Kind { return text(name, want, parts...) }
	return []Kind{
		doc("empty", notAFeed),
		doc("ws_only", notAFeed, strings.Repeat(" \n", 100)),
		doc("html_page", notAFeed, `<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Just a moment…</p></body></html>`),
		doc("html_before", Want{Refused: []string{"not a feed"}, Items: 1, Title: "a"}, `<html><body><b>Warning</b>: something in x.php</body></html>`, rssHead, item, rssEnd),
		doc("html_entities", Want{Items: 1, Title: "café &bogus; x"}, rssHead, `<item><title>caf&eacute; &nbsp; &bogus; x</title></item>`, rssEnd),
		doc("bom_ws_decl", one, "\ufeff \n\t", declaration, rssHead, item, rssEnd),
		doc("comment_5k_first", one, declaration, `<!--`, strings.Repeat("c", 5000), `-->`, rssHead, item, rssEnd),
		doc("ws_8k_first", one, strings.Repeat(" \n", 4096), rssHead, item, rssEnd),
		doc("ctrl_ref", Want{Items: 1, Title: "ab"}, rssHead, `<item><title>a&#8;b</title></item>`, rssEnd),
		doc("ctrl_ref_attr", Want{Items: 1, Title: "ab"}, rssHead, `<item><title x="&#1;">ab</title></item>`, rssEnd),
		doc("surrogate_ref", Want{Items: 1, Title: "ab"}, rssHead, `<item><title>a&#xD800;b</title></item>`, rssEnd),
		doc("nul_in_title", Want{Items: 1, Title: "ab"}, rssHead, "<item><title>a\x00b</title></item>", rssEnd),
		doc("trailing_garbage", one, rssHead, item, rssEnd, `<p>Page made in 0.1 s</p> & so on`),
		doc("truncated", one, rssHead, item, `<item><title>b</title><link>https://a.exam`),
		doc("undeclared_prefix", one, rssHead, `<item><title>a</title><q:b>c</q:b></item>`, rssEnd),
		doc("dup_channel", Want{Items: 1, Title: "b"}, `<rss><channel><title>t</title>`, item, `</channel><channel><title>u</title><item><title>b</title></item></channel></rss>`),
		doc("billion_laughs", Want{}, `<!DOCTYPE rss [<!ENTITY a "ha">`, laughs(), `]><rss><channel><title>&j;</title></channel></rss>`),
		doc("xxe", Want{}, `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>[&x;]</title></channel></rss>`),
	}
}

// laughs are nine entities, each of ten of the one before.
func laughs() string {
	var b strings.Builder
	for c := 'b'; c <= 'j'; c++ {
		b.WriteString(`<!ENTITY ` + string(c) + ` "` + strings.Repeat(`&`+string(c-1)+`;`, 10) + `">`)
	}
	return b.String()
}

// encoded are documents that are unclear about their characters.
func encoded() []Kind {
	titled := func(encoding, title string) []string {
		return []string{`<?xml version="1.0" encoding="` + encoding + `"?><rss version="2.0"><channel><title>`, title, `</title>`, rssEnd}
	}
	return []Kind{
		text("bad_utf8", Want{Items: 1, Title: "aÿþb"}, declaration, rssHead, "<item><title>a\xff\xfeb</title></item>", rssEnd),
		text("charset_unknown", Want{}, titled("x-unheard-of", "t")...),
		text("charset_utf7", Want{}, titled("utf-7", "+ADw-script+AD4-")...),
		text("xml11", Want{}, `<?xml version="1.1"?><rss version="2.0"><channel><title>t</title>`, rssEnd),
	}
}
