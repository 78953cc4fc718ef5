package document

import (
	"cmp"
	"strings"
)

// atomVersion is what the root says, or what its namespace means.
func (q *quick) atomVersion() string {
	if v := q.attribute("version"); v != "" {
		return v
	}
	root := q.open[0]
	switch q.uriOf(strings.TrimSuffix(strings.TrimSuffix(root.name, root.local), ":")) {
	case atom10:
		return "1.0"
	case atom03:
		return "0.3"
	}
	return ""
}

// atomFeed reads what is in feed.
func (q *quick) atomFeed() {
	linked := false
	for q.child() {
		e := q.open[len(q.open)-1]
		if e.space != nativeSpace {
			q.moduleOfHead(e)
			continue
		}
		switch strings.ToLower(e.local) {
		case "entry":
			q.atomEntry(q.tagAt)
		case "title":
			q.inHead(&q.head.title, q.atomText())
		case "author":
			if name := q.person(); q.conv == nil {
				q.head.authors = append(q.head.authors, name)
			} else {
				q.fail()
			}
		case "link":
			if cmp.Or(q.attribute("rel"), "alternate") == "alternate" && !linked {
				q.inHead(&q.head.link, webAddress(q.attribute("href")))
				linked = true
			}
			q.skipOther()
		default:
			q.skipOther()
		}
	}
}

func (q *quick) atomEntry(start int) {
	q.startItem()
	for q.child() {
		if e := q.open[len(q.open)-1]; e.space == nativeSpace {
			q.atomElement(strings.ToLower(e.local))
		} else {
			q.module(e)
		}
	}
	q.endItem(start)
}

func (q *quick) atomElement(name string) {
	e := &q.entry
	switch name {
	case "title":
		e.title = q.atomText()
	case "id":
		e.guid = webAddress(q.atomText())
	case "summary":
		e.description = q.atomText()
	case "content":
		e.content = q.atomText()
	case "published", "issued":
		e.published = q.atomText()
	case "updated", "modified":
		e.updated = q.atomText()
	case "author":
		e.authors = append(e.authors, q.person())
	case "category":
		e.categories = append(e.categories, cmp.Or(q.attribute("label"), q.attribute("term")))
		q.skipOther()
	case "link":
		e.addAtomLink(cmp.Or(q.attribute("rel"), "alternate"), file{
			url: webAddress(q.attribute("href")), kind: q.attribute("type"), size: q.attribute("length"),
		})
		q.skipOther()
	default:
		q.skipOther()
	}
}

// person is the name of an author, else the address.
func (q *quick) person() string {
	var name, mail string
	for q.child() {
		switch strings.ToLower(q.open[len(q.open)-1].local) {
		case "name":
			name = q.atomText()
		case "email":
			mail = q.atomText()
		default:
			q.skipOther()
		}
	}
	return cmp.Or(name, mail)
}

// atomText reads a text construct that is text or escaped HTML.
func (q *quick) atomText() string {
	if q.failed || q.open[len(q.open)-1].empty {
		return q.text()
	}
	kinds := 0
	kind, mode := "", false
	for _, a := range q.attrs {
		switch a.name[strings.IndexByte(a.name, ':')+1:] {
		case "type":
			kind = strings.ToLower(a.value)
			kinds++
		case "mode":
			if mode = true; strings.EqualFold(a.value, "base64") {
				q.fail()
			}
		}
	}
	switch {
	case kinds > 1, kind == "" && mode:
		q.fail()
	case kind == "", kind == "text", kind == "html", strings.HasPrefix(kind, "text/") && strings.IndexByte(kind, '&') < 0:
	default:
		q.fail()
	}
	return q.text()
}
