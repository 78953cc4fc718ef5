package document

import (
	"cmp"
	"strconv"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// What gofeed read, as our own heads and entries.

func headOfRSS(f *rss.Feed) head {
	h := head{
		kind: "rss", version: f.Version, title: f.Title, language: f.Language, link: f.Link,
		ttl: f.TTL, skipHours: f.SkipHours, skipDays: f.SkipDays,
	}
	for _, space := range atomSpaces {
		for _, l := range f.Extensions[space]["link"] {
			if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
				h.atomLink = cmp.Or(h.atomLink, l.Attrs["href"])
			}
		}
	}
	h.readExtensions(f.Extensions)
	return h
}

func (h *head) readExtensions(x ext.Extensions) {
	h.dcTitle, h.dcLanguage = value(x, "dc", "title"), value(x, "dc", "language")
	h.updatePeriod, h.updateFrequency = value(x, "sy", "updatePeriod"), value(x, "sy", "updateFrequency")
}

func entryOfRSS(it *rss.Item) *entry {
	e := &entry{
		link: it.Link, links: it.Links, title: it.Title, description: it.Description, content: it.Content,
		published: it.PubDate, author: it.Author,
	}
	if it.GUID != nil {
		e.guid, e.notPermalink = it.GUID.Value, isFalse(it.GUID.IsPermalink)
	}
	for _, c := range it.Categories {
		e.categories = append(e.categories, c.Value)
	}
	for _, enc := range it.Enclosures {
		e.enclosures = append(e.enclosures, file{url: enc.URL, kind: enc.Type, size: enc.Length})
	}
	e.readExtensions(it.Extensions)
	return e
}

func headOfAtom(f *atom.Feed) head {
	h := head{kind: "atom", version: f.Version, title: f.Title, language: f.Language, authors: names(f.Authors)}
	for _, l := range f.Links {
		if l.Rel == "alternate" {
			h.link = l.Href
			break
		}
	}
	h.readExtensions(f.Extensions)
	return h
}

func entryOfAtom(it *atom.Entry) *entry {
	e := &entry{
		guid: it.ID, title: it.Title, description: it.Summary, published: it.Published, updated: it.Updated,
		authors: names(it.Authors),
	}
	if it.Content != nil {
		e.content = it.Content.Value
	}
	for _, l := range it.Links {
		e.addAtomLink(l.Rel, file{url: l.Href, kind: l.Type, size: l.Length})
	}
	for _, c := range it.Categories {
		e.categories = append(e.categories, cmp.Or(c.Label, c.Term))
	}
	e.readExtensions(it.Extensions)
	return e
}

func names(people []*atom.Person) []string {
	var out []string
	for _, p := range people {
		out = append(out, cmp.Or(p.Name, p.Email))
	}
	return out
}

func headOfJSON(f *jsonfeed.Feed) head {
	return head{
		kind: "json", version: cmp.Or(lastPart(f.Version), "1"), title: f.Title, language: f.Language, link: f.HomePageURL,
		authors: jsonNames(f.Author, f.Authors),
	}
}

func entryOfJSON(it *jsonfeed.Item) *entry {
	e := &entry{
		guid: it.ID, link: it.URL, links: []string{it.ExternalURL}, title: it.Title, description: it.Summary,
		content: cmp.Or(it.ContentHTML, it.ContentText), published: it.DatePublished, updated: it.DateModified,
		authors: jsonNames(it.Author, it.Authors), categories: it.Tags, images: []string{it.Image, it.BannerImage},
		language: it.Language,
	}
	if it.Attachments != nil {
		for _, a := range *it.Attachments {
			e.enclosures = append(e.enclosures, file{
				url: a.URL, kind: a.MimeType,
				size: strconv.FormatInt(a.SizeInBytes, 10), duration: strconv.FormatInt(a.DurationInSeconds, 10),
			})
		}
	}
	return e
}

func jsonNames(one *jsonfeed.Author, many []*jsonfeed.Author) []string {
	if many == nil && one != nil {
		many = []*jsonfeed.Author{one}
	}
	var out []string
	for _, a := range many {
		out = append(out, personName(a.Name))
	}
	return out
}

// atomSpaces are the prefixes that gofeed knows Atom by within RSS.
var atomSpaces = []string{"atom", "atom10", "atom03"}

// readExtensions takes what is used of the elements of other namespaces.
func (e *entry) readExtensions(x ext.Extensions) {
	e.origLink = value(x, "feedburner", "origLink")
	dc := x["dc"]
	e.dcTitle, e.dcDescription, e.dcDate = value(x, "dc", "title"), value(x, "dc", "description"), value(x, "dc", "date")
	e.dcAuthor, e.dcLanguage = value(x, "dc", "author"), value(x, "dc", "language")
	e.dcIssued, e.dcCreated, e.dcModified = value(x, "dcterms", "issued"), value(x, "dcterms", "created"), value(x, "dcterms", "modified")
	e.dcCreators, e.dcSubjects = values(dc["creator"]), values(dc["subject"])
	e.itunesSummary, e.itunesAuthor = value(x, "itunes", "summary"), value(x, "itunes", "author")
	e.itunesKeywords, e.itunesDuration = value(x, "itunes", "keywords"), value(x, "itunes", "duration")
	for _, image := range x["itunes"]["image"] {
		e.itunesImage = cmp.Or(e.itunesImage, image.Attrs["href"])
	}
	for _, space := range atomSpaces {
		e.atomSummary = cmp.Or(e.atomSummary, value(x, space, "summary"))
		e.atomContent = cmp.Or(e.atomContent, value(x, space, "content"))
		e.atomPublished = cmp.Or(e.atomPublished, value(x, space, "published"))
		e.atomUpdated = cmp.Or(e.atomUpdated, value(x, space, "updated"))
		for _, c := range x[space]["category"] {
			e.atomTerms = append(e.atomTerms, c.Attrs["term"])
		}
		for _, author := range x[space]["author"] {
			e.atomAuthor = cmp.Or(e.atomAuthor, first(author.Children["name"]))
			e.atomMail = cmp.Or(e.atomMail, first(author.Children["email"]))
		}
	}
	e.media.read(x["media"])
	for _, group := range x["media"]["group"] {
		e.group.read(group.Children)
	}
	e.videoID = value(x, "yt", "videoId") != "" || value(x, "yt", "videoid") != ""
}

func (set *mediaSet) read(elements map[string][]ext.Extension) {
	set.title = cmp.Or(set.title, first(elements["title"]))
	set.description = cmp.Or(set.description, first(elements["description"]))
	for _, m := range elements["content"] {
		set.contents = append(set.contents, file{
			url: m.Attrs["url"], kind: m.Attrs["type"], medium: m.Attrs["medium"],
			size: m.Attrs["fileSize"], duration: m.Attrs["duration"],
		})
	}
	for _, t := range elements["thumbnail"] {
		set.thumbnails = append(set.thumbnails, t.Attrs["url"])
	}
}

// value is the first text of an element of an extension.
func value(x ext.Extensions, space, name string) string { return first(x[space][name]) }

func first(list []ext.Extension) string {
	for _, x := range list {
		if x.Value != "" {
			return x.Value
		}
	}
	return ""
}

func values(list []ext.Extension) []string {
	var out []string
	for _, x := range list {
		out = append(out, x.Value)
	}
	return out
}
