package document

import (
	"os"
	"path/filepath"
	"testing"
)

// marked are bits of markup, tidy and not, that strip must read as the
// tokenizer does.
var marked = []string{
	"", "text", "<p>One.</p><p>Two.</p>", "a <b>bold</b>, <i>wor</i>d", "line<br>break<br/>again<br />",
	`<a href="x > y" title='"'>link</a>`, "<a href=x>y</a>", `<a href = "x">y</a>`, `<a b="1"c='2'/>z`, `<a b="1" / c>z`,
	`<img src="a"alt=b>`, "<p =x>y", `<p a=="x">y`, `<p "a>b">c`, "<p a='>'>b", "<p a=b'>c", "<1>", "<>", "</>", "</ p>x", "<p", "<p a", `<p a="`, "<p/", "a <unclosed", "1 < 2 & 3 > 2",
	"x<script>alert('<p>')</script>z", "x<STYLE>p{}</STYLE>z", "x<!-- <p> -->z", "x<!-->z", "x<!doctype html>z", "x<?php ?>z", "x<![CDATA[y]]>z",
	"x<iframe src=y>inner</iframe>z", "<svg><script>x</script>y</svg>z", "<title>x<b>y</b></title>z", "<textarea><p></textarea>", "<xmp><p></xmp>z", "<plaintext><p>",
	"<object>x</object>y", "</script>z", "<noscript>x</noscript>", "<math>x</math>", "<template>x</template>", "<h1>x</h1><table><tr><td>y</td></tr></table>",
	"AT&amp;T &mdash; caf&eacute; &#8217; &nbsp;&lt;&gt;&quot;", "&amp", "&copy2", "&notit;", "&;", "&#;", "&#x41;&#65", "&amp;amp;", "&lt;p&gt;", "&am<b>p;</b>", "a&\r\nlt;",
	"<A HREF='x'>y</A><EM>z</EM><x-y>w</x-y><o:p>v</o:p><h1x>u</h1x>", "<p\tclass='a'\n>x</p\f>y", "<p\u00a0a>x", "\x00<p>\x00</p>", "caf\xe9 <p>\xff", "<time datetime='x'>y</time><abbr>z</abbr><center>w</center>",
}

// stripsAlike holds strip to what the tokenizer says; line breaks, which are
// collapsed anyway, may differ.
func stripsAlike(t *testing.T, s string) {
	t.Helper()
	got, want := collapse(nil, strip(nil, s)), collapse(nil, stripAny(nil, s))
	if string(got) != string(want) {
		t.Errorf("%q:\n%q, but the tokenizer says\n%q", s, got, want)
	}
}

func TestMarkupIsReadAsTheTokenizerReadsIt(t *testing.T) {
	for _, s := range marked {
		for _, around := range marked {
			stripsAlike(t, around+s)
		}
	}
}

func TestMarkupOfTheCorpusIsReadAsTheTokenizerReadsIt(t *testing.T) {
	folder, docs := readIndex(t)
	for _, d := range docs {
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		if len(body) > 200<<10 {
			continue
		}
		text, _ := toUTF8(body, "")
		stripsAlike(t, string(text))
		stripsAlike(t, string(stripAny(nil, string(text)))) // what was escaped in it
	}
}

func FuzzStrip(f *testing.F) {
	for _, s := range marked {
		f.Add(s)
	}
	f.Fuzz(stripsAlike)
}

func BenchmarkPlain(b *testing.B) {
	body := string(typical())
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		plain(body, maxItemText)
	}
}
