package hostile

// nested are elements in elements, for parsers that call themselves.
func nested() []Kind {
	const open, end = `<x:a>`, `</x:a>`
	return []Kind{
		around("deep_ext_1e4", deep(0), rssItem, levels(open, end, 10_000), rssItemEnd),
		around("deep_ext_1e5", deep(0), rssItem, levels(open, end, 100_000), rssItemEnd),
		around("deep_ext_1e6", tooLarge, rssItem, levels(open, end, 1_000_000), rssItemEnd),
		around("deep_ext_2e6", deep(0), rssItem, repeated(open, 2_000_000), ""),
		around("deep_ext_2e6_5MBbody", deep(0), rssItem, repeated(open, 1_000_000), ""),
		around("deep_ext_3e6", tooLarge, rssItem, repeated(open, 3_000_000), ""),
		around("deep_ext_4e6", tooLarge, rssItem, repeated(open, 4_000_000), ""),
		around("deep_title_1e5", deep(1), rssItem+`<title>`, levels(`<a>`, `</a>`, 100_000), `</title>`+rssItemEnd),
		around("deep_unknown_1e6", deep(0), rssItem, levels(`<a>`, `</a>`, 1_000_000), rssItemEnd),
		around("atom_nest_self", deep(0), atomHead, levels(`<entry>`, `</entry>`, 7000), `</feed>`),
		around("atom_xhtml_1e5", deep(0), atomEntry+`<content type="xhtml">`, levels(`<div>`, `</div>`, 100_000), `</content>`+atomEnd),
		around("atom_htmlcontent_nested_1e6", tooLarge, atomEntry+`<content type="html">`, repeated(`&lt;div&gt;`, 1_000_000), `</content>`+atomEnd),
		around("rss_htmldesc_nested_1e6", tooLarge, rssItem+`<description>`, repeated(`&lt;div&gt;`, 1_000_000), `</description>`+rssItemEnd),
	}
}

// namespaced are namespaces that are declared over and over, for parsers that
// copy all that are in force at each element.
func namespaced() []Kind {
	const open, end = `<x:a xmlns:n%d="u">`, `</x:a>`
	const prefixed = `<n%d:a xmlns:n%d="urn:xyz">`
	return []Kind{
		around("ns_blowup_5k", deep(0), rssItem, levels(open, end, 5000), rssItemEnd),
		around("ns_blowup_20k", deep(0), rssItem, levels(open, end, 20_000), rssItemEnd),
		around("ns_deep_decl_5k", deep(0), rssItem, numbered(prefixed, 5000), ""),
		around("ns_deep_decl_20k", deep(0), rssItem, numbered(prefixed, 20_000), ""),
		around("ns_deep_atom_20k", deep(0), atomEntry, numbered(prefixed, 20_000), ""),
		{Name: "ns_many_root_plus_items", Want: deep(1000), write: func(p *printer) {
			p.print(`<rss version="2.0"`)
			p.number(` xmlns:n%d="u"`, 4000)
			p.print(`><channel><title>t</title>`)
			p.number(`<item><n1:a/><title>x</title><guid>%d</guid></item>`, 1000)
			p.print(rssEnd)
		}},
	}
}

// based are relative addresses on long or growing bases, for parsers that
// spell each of them out.
func based() []Kind {
	const step = `<a xml:base="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/">`
	growth := func(name string, n int) Kind {
		return around(name, deep(0), rssHead, levels(step, `</a>`, n), rssEnd)
	}
	// long is a base of 100 KB.
	long := func(name string, want Want, head, rest string, middle func(*printer), tail string) Kind {
		return Kind{Name: name, Want: want, write: func(p *printer) {
			p.print(head, ` xml:base="http://a.example/`)
			p.repeat("b", 100_000)
			p.print(`/">`, rest)
			middle(p)
			p.print(tail)
		}}
	}
	const atom = `<feed xmlns="http://www.w3.org/2005/Atom"`
	return []Kind{
		growth("base_path_growth", 20_000),
		growth("base_path_growth_100K", 2000),
		growth("base_path_growth_250K", 5000),
		growth("base_path_growth_500K", 10_000),
		around("atom_base_ladder", deep(0), atomEntry+`<content type="xhtml">`, levels(`<div xml:base="aaaaaaaaaaaa/">`, `</div>`, 20_000), `</content>`+atomEnd),
		long("base_amplify_links", deep(0), atom, `<title>t</title><entry>`, repeated(`<link href="x"/>`, 10_000), atomEnd),
		long("base_amplify_rss", deep(1), `<rss version="2.0"><channel`, `<title>t</title>`, repeated(`<item><link>x</link></item>`, 10_000), rssEnd),
		long("base_amplify_html_350K", deep(1), atom, `<title>t</title><entry><title>x</title><content type="html">`, repeated(`&lt;a href="x"&gt;`, 10_000), `</content>`+atomEnd),
		around("xhtml_base_rel_1e5", deep(1), atom+` xml:base="http://a.example/"><entry><title>x</title><content type="xhtml"><div>`,
			repeated(`<a href="xy"></a>`, 100_000), `</div></content>`+atomEnd),
	}
}
