package document

import "cmp"

// module reads an element of an extension in an item.
func (q *quick) module(at opened) {
	switch at.space {
	case contentSpace:
		// RSS alone takes it for the item's own, in any case and the last of several.
		if q.root != "feed" && lower(at.local) == "encoded" {
			q.entry.content = q.text()
			return
		}
	case dcSpace:
		q.dublinCore(at.local)
		return
	case dctermsSpace:
		q.dublinCoreTerms(at.local)
		return
	case itunesSpace:
		q.itunes(at.local)
		return
	case mediaSpace:
		if at.local == "group" {
			for q.child() {
				q.mediaElement(&q.entry.group, q.open[len(q.open)-1].local)
			}
			return
		}
		q.mediaElement(&q.entry.media, at.local)
		return
	case feedburnerSpace:
		if at.local == "origLink" {
			q.take(&q.entry.origLink)
			return
		}
	case youtubeSpace:
		if at.local == "videoId" || at.local == "videoid" {
			q.entry.videoID = q.value() != "" || q.entry.videoID
			return
		}
	case atomSpace:
		q.atomInRSS(at.local)
		return
	case oldAtomSpace:
		if at.local != "link" {
			q.fail()
		}
	default:
	}
	q.skipOther()
}

// take keeps the first text of its kind.
func (q *quick) take(field *string) {
	v := q.value()
	*field = cmp.Or(*field, v)
}

func (q *quick) dublinCore(name string) {
	e := &q.entry
	switch name {
	case "title":
		q.take(&e.dcTitle)
	case "description":
		q.take(&e.dcDescription)
	case "date":
		q.take(&e.dcDate)
	case "author":
		q.take(&e.dcAuthor)
	case "language":
		q.take(&e.dcLanguage)
	case "creator":
		e.dcCreators = append(e.dcCreators, q.value())
	case "subject":
		e.dcSubjects = append(e.dcSubjects, q.value())
	default:
		q.skipOther()
	}
}

func (q *quick) dublinCoreTerms(name string) {
	switch name {
	case "issued":
		q.take(&q.entry.dcIssued)
	case "created":
		q.take(&q.entry.dcCreated)
	case "modified":
		q.take(&q.entry.dcModified)
	default:
		q.skipOther()
	}
}

func (q *quick) itunes(name string) {
	e := &q.entry
	switch name {
	case "summary":
		q.take(&e.itunesSummary)
	case "author":
		q.take(&e.itunesAuthor)
	case "keywords":
		q.take(&e.itunesKeywords)
	case "duration":
		q.take(&e.itunesDuration)
	case "image":
		e.itunesImage = cmp.Or(e.itunesImage, webAddress(q.lastAttribute("href")))
		q.skipOther()
	default:
		q.skipOther()
	}
}

func (q *quick) mediaElement(set *mediaSet, name string) {
	switch name {
	case "content":
		set.contents = append(set.contents, file{
			url: q.lastAttribute("url"), kind: q.lastAttribute("type"), medium: q.lastAttribute("medium"),
			size: q.lastAttribute("fileSize"), duration: q.lastAttribute("duration"),
		})
		q.skipOther()
	case "thumbnail":
		set.thumbnails = append(set.thumbnails, q.lastAttribute("url"))
		q.skipOther()
	case "title":
		q.take(&set.title)
	case "description":
		q.take(&set.description)
	default:
		q.skipOther()
	}
}

// atomInRSS reads what RSS borrows of Atom.
func (q *quick) atomInRSS(name string) {
	e := &q.entry
	switch name {
	case "summary":
		q.take(&e.atomSummary)
	case "content":
		q.take(&e.atomContent)
	case "published":
		q.take(&e.atomPublished)
	case "updated":
		q.take(&e.atomUpdated)
	case "category":
		e.atomTerms = append(e.atomTerms, q.lastAttribute("term"))
		q.skipOther()
	case "author":
		for q.child() {
			switch q.open[len(q.open)-1].local {
			case "name":
				q.take(&e.atomAuthor)
			case "email":
				q.take(&e.atomMail)
			default:
				q.skipOther()
			}
		}
	default:
		q.skipOther()
	}
}
