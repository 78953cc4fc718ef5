package hostile

// swollen are single fields, elements and documents of absurd length.
func swollen() []Kind {
	const mebi = 1 << 20
	field := func(name string, want Want, s string, n int) Kind {
		return around(name, want, rssItem+`<description>`, repeated(s, n), `</description>`+rssItemEnd)
	}
	return []Kind{
		field("amp_10MB", tooLarge, `&`, 10*mebi),
		field("ampent_10MB", tooLarge, `&amp;`, 2*mebi),
		field("lt_10MB", tooLarge, `&lt;`, 3*mebi),
		field("cdata_1e6", tooLarge, `<![CDATA[x]]>`, 1_000_000),
		field("imgscan_htmldesc_10MB", tooLarge, `&lt;img `, 10*mebi/8),
		around("one_50MB_title", tooLarge, rssItem+`<title>`, repeated(`xxxxxxxxxxxxxxxx`, 50*mebi/16), `</title>`+rssItemEnd),
		around("attrs_1e6", tooLarge, rssItem+`<title>x</title><x:a`, numbered(` a%d=""`, 1_000_000), `/>`+rssItemEnd),
		around("charset_iso2022", Want{}, `<?xml version="1.0" encoding="iso-2022-jp"?><rss version="2.0"><channel><title>`+"\x1b$B",
			repeated(`$"`, 1_000_000), "\x1b(B</title>"+rssEnd),
	}
}

// many are small things in absurd numbers.
func many() []Kind {
	const item = `<item><title>x</title><guid>%d</guid></item>`
	const entry = `<item><title>x</title><link>/%d</link></item>`
	const object = `{"title":"t","id":"%d"},`
	return []Kind{
		around("items_1e5", Want{Items: 1000, Title: "x"}, rssHead, padded(item, 66, 100_000), rssEnd),
		around("items_1e6", tooLarge, rssHead, padded(item, 66, 1_000_000), rssEnd),
		around("rdf_items_1e5", Want{Items: 1000, Title: "x"},
			`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>t</title></channel>`,
			padded(entry, 50, 100_000), `</rdf:RDF>`),
		around("cat_flood", tooLarge, rssItem, repeated(`<category>c</category>`, 1_000_000), rssItemEnd),
		around("enc_flood", tooLarge, rssItem, repeated(`<enclosure url="http://a" type="a/b" length="1"/>`, 500_000), rssItemEnd),
		asJSON(around("json_1e6_items", tooLarge, jsonHead+`"items":[`, padded(object, 42, 1_000_000), `{"title":"t","id":"last"}]}`)),
	}
}

// padded numbers like numbered, with blanks up to a width.
func padded(format string, width, n int) func(*printer) {
	return func(p *printer) { p.padded(format, width, n) }
}
