package document

import (
	"cmp"
	"strings"
)

// rdfVersion tells RSS 1.0 from 0.9 by the namespaces of the root.
func (q *quick) rdfVersion() string {
	known := [...]struct{ uri, version string }{{rss10, "1.0"}, {rss09, "0.9"}, {rss09Too, "0.9"}}
	for _, k := range known {
		if q.uriOf("") == k.uri {
			return k.version
		}
	}
	for _, k := range known {
		for _, b := range q.spaces {
			if b.uri == k.uri {
				return k.version
			}
		}
	}
	return ""
}

// rssRoot reads what is in rss or rdf:RDF.
func (q *quick) rssRoot() {
	channels := 0
	for q.child() {
		switch e := &q.open[len(q.open)-1]; {
		case e.space == nativeSpace && strings.EqualFold(e.local, "channel"):
			if channels++; channels > 1 || q.conv != nil {
				q.fail()
			}
			q.rssChannel()
		case e.space == nativeSpace && strings.EqualFold(e.local, "item"):
			q.rssItem(q.tagAt)
		default:
			q.skipOther()
		}
	}
}

// skipOther reads over an element that the pre-scan doesn't take for an item.
func (q *quick) skipOther() {
	if isItemName(q.open[len(q.open)-1].local) {
		q.fail()
	}
	q.skip()
}

func (q *quick) rssChannel() {
	for _, attributes := range [...][]quickAttribute{q.attrs, q.rootAttrs} {
		for _, a := range attributes {
			if a.name == "xml:lang" {
				q.inHead(&q.head.dcLanguage, cmp.Or(q.head.dcLanguage, strings.TrimSpace(q.attributeText(a.value))))
			}
		}
	}
	for q.child() {
		e := q.open[len(q.open)-1]
		switch e.space {
		case nativeSpace:
			q.rssChannelElement(lower(e.local))
		case atomSpace:
			if rel := q.lastAttribute("rel"); e.local == "link" && (rel == "" || rel == "alternate") {
				q.inHead(&q.head.atomLink, cmp.Or(q.head.atomLink, webAddress(q.lastAttribute("href"))))
			}
			q.skipOther()
		case oldAtomSpace:
			if e.local == "link" {
				q.fail()
			}
			q.skipOther()
		default:
			q.moduleOfHead(e)
		}
	}
}

// inHead sets a field of the head. It comes too late after the first item,
// unless it changes nothing.
func (q *quick) inHead(field *string, value string) {
	if q.conv != nil && *field != value {
		q.fail()
	}
	*field = value
}

func (q *quick) rssChannelElement(name string) {
	switch name {
	case "item":
		q.rssItem(q.tagAt)
	case "title":
		q.inHead(&q.head.title, q.text())
	case "link":
		href := webAddress(q.attribute("href"))
		q.inHead(&q.head.link, cmp.Or(q.text(), href))
	case "language":
		q.inHead(&q.head.language, q.text())
	case "ttl":
		q.inHead(&q.head.ttl, q.text())
	case "skiphours":
		q.head.skipHours = q.skipList("hour")
	case "skipdays":
		q.head.skipDays = q.skipList("day")
	default:
		q.skipOther()
	}
}

// skipList reads the hours or days in which a feed wants no poll.
func (q *quick) skipList(name string) (list []string) {
	if q.conv != nil {
		q.fail()
	}
	for q.child() {
		if strings.EqualFold(q.open[len(q.open)-1].local, name) {
			list = append(list, q.text())
		} else {
			q.skipOther()
		}
	}
	return list
}

// moduleOfHead reads an element of an extension in the head.
func (q *quick) moduleOfHead(e opened) {
	var field *string
	switch {
	case e.space == dcSpace && e.local == "title":
		field = &q.head.dcTitle
	case e.space == dcSpace && e.local == "language":
		field = &q.head.dcLanguage
	case e.space == syndicationSpace && e.local == "updatePeriod":
		field = &q.head.updatePeriod
	case e.space == syndicationSpace && e.local == "updateFrequency":
		field = &q.head.updateFrequency
	default:
		q.skipOther()
		return
	}
	v := q.value()
	q.inHead(field, cmp.Or(*field, v))
}

func (q *quick) rssItem(start int) {
	q.startItem()
	for q.child() {
		if e := q.open[len(q.open)-1]; e.space == nativeSpace {
			q.rssItemElement(lower(e.local))
		} else {
			q.module(e)
		}
	}
	q.endItem(start)
}

func (q *quick) rssItemElement(name string) {
	e := &q.entry
	switch name {
	case "title":
		e.title = q.text()
	case "link":
		href := webAddress(q.attribute("href"))
		e.link = cmp.Or(q.text(), href)
		e.links = append(e.links, e.link)
	case "description":
		e.description = q.text()
	case "guid":
		e.notPermalink = isFalse(cmp.Or(q.attribute("isPermaLink"), q.attribute("isPermalink")))
		e.guid = q.text()
	case "pubdate":
		e.published = q.text()
	case "author":
		e.author = q.text()
	case "category":
		e.categories = append(e.categories, q.text())
	case "enclosure":
		e.enclosures = append(e.enclosures, file{url: q.attribute("url"), kind: q.attribute("type"), size: q.attribute("length")})
		q.skipOther()
	default:
		q.skipOther()
	}
}

// lower is a name in lower case, without a new string for the usual ones.
func lower(name string) string {
	for i := range len(name) {
		if c := name[i]; c >= 'A' && c <= 'Z' {
			switch name {
			case "pubDate":
				return "pubdate"
			case "skipHours":
				return "skiphours"
			case "skipDays":
				return "skipdays"
			}
			return strings.ToLower(name)
		}
	}
	return name
}
