package document

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// Limits of an item, in characters unless said otherwise.
const (
	maxTitle      = 500
	maxSummary    = 1000
	maxItemText   = 20_000
	maxLabel      = 120 // of an author or category
	maxLabels     = 40  // authors, categories
	maxEnclosures = 20
	maxGUID       = 2000 // bytes
)

// converter makes items of entries, whichever reader filled them. It keeps
// nothing of an entry but strings.
type converter struct {
	meta Meta
	head head
	feed *Feed
	base *url.URL
}

// newConverter begins a feed.
func newConverter(meta Meta, h head) *converter {
	feed := &Feed{
		URL:      meta.URL,
		Title:    plain(cmp.Or(h.title, h.dcTitle), maxTitle),
		Language: primaryTag(cmp.Or(h.language, h.dcLanguage)),
		Type:     strings.TrimSpace(h.kind + " " + h.version),
		Items:    []Item{},
		Hints:    h.hints(),
	}
	base := address.Base(meta.URL)
	if feed.Link = address.Absolute(base, cmp.Or(h.link, h.atomLink)); feed.Link != "" && h.kind == "rss" {
		base = address.Base(feed.Link) // links in RSS are relative to the site
	}
	if own, err := address.Base(meta.URL).Parse(h.base); err == nil && h.base != "" && own.Host != "" {
		base = own
	}
	return &converter{meta: meta, head: h, feed: feed, base: base}
}

// add makes an item of an entry, unless there is nothing to know it by.
func (c *converter) add(e *entry, fingerprint uint64) {
	item := c.item(e)
	if item.GUID == "" && item.Title == "" && item.URL == "" {
		c.feed.Dropped++
		return
	}
	c.feed.Items = append(c.feed.Items, Item{Item: item, Print: fingerprint})
}

func (c *converter) item(e *entry) curation.Item {
	out := curation.Item{
		FeedURL:   c.meta.URL,
		FeedTitle: c.feed.Title,
		GUID:      c.guid(e),
		Title:     plainTitle(cmp.Or(e.title, e.dcTitle, e.media.title, e.group.title)),
		FirstSeen: c.meta.Now,
	}
	out.Enclosures = c.enclosures(e)
	out.URL = c.link(e, out)
	out.Summary, out.Text = texts(e)
	if out.Title == "" {
		out.Title = cutWords(out.Summary, 100)
	}
	out.Authors = c.authors(e)
	if len(out.Authors) > 0 {
		out.Author = out.Authors[0]
	}
	out.Categories = categories(e)
	out.Language = cmp.Or(primaryTag(cmp.Or(e.language, e.dcLanguage)), c.feed.Language)
	if out.Language == "" {
		out.Language = detectLanguage(out.Title, out.Summary, out.Text)
	}
	out.Updated = c.date(e.updated, e.dcModified, e.dcDate, e.atomUpdated)
	out.Published = c.date(e.published, e.dcIssued, e.dcDate, e.atomPublished, e.dcCreated)
	if out.Published.IsZero() {
		out.Published = out.Updated
	}
	if out.Title == "" && out.GUID == "" && out.URL == "" && !out.Published.IsZero() {
		out.Title = out.Published.Format("2006-01-02 15:04") // all that it is known by
	}
	if out.Published.IsZero() {
		out.Published = c.meta.Now
	}
	out.Image = c.image(e)
	out.Format = format(out, e)
	out.ReadingTime = readingTime(out, seconds(e.itunesDuration))
	return out
}

// guid is what the feed knows the item by. gofeed writes the ids of Atom as
// addresses, even those that are none.
func (c *converter) guid(e *entry) string {
	guid := strings.TrimSpace(e.guid)
	if c.head.kind == "atom" && strings.IndexByte(guid, '%') >= 0 && strings.IndexByte(guid, ':') < 0 {
		if raw, err := url.PathUnescape(guid); err == nil {
			guid = raw
		}
	}
	return strings.ToValidUTF8(string(limit([]byte(guid), maxGUID)), "")
}

// date reads the first instant that is one. What lies more than a day ahead or
// before the web itself is no date of an item.
func (c *converter) date(candidates ...string) time.Time {
	for _, text := range candidates {
		if t, ok := parseDate(text); ok && t.Year() >= 1990 && !t.After(c.meta.Now.Add(24*time.Hour)) {
			return t.UTC()
		}
	}
	return time.Time{}
}

// link is the item's address: the one that FeedBurner replaced, else the one
// given, else a guid that is one, else the recording itself.
func (c *converter) link(e *entry, out curation.Item) string {
	if link := cmp.Or(address.Absolute(c.base, e.origLink), address.Absolute(c.base, e.link)); link != "" {
		return link
	}
	for _, candidate := range e.links {
		if link := address.Absolute(c.base, candidate); link != "" {
			return link
		}
	}
	if !e.notPermalink && c.leads(out.GUID) {
		if link := address.Absolute(c.base, out.GUID); link != "" {
			return link
		}
	}
	if len(out.Enclosures) > 0 {
		return out.Enclosures[0].URL
	}
	return ""
}

// leads reports a guid that is an address, or one relative to a base that the
// document itself names.
func (c *converter) leads(guid string) bool {
	return strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://") || c.head.base != "" && strings.Contains(guid, "/")
}

// isFalse reads isPermaLink.
func isFalse(s string) bool { return strings.EqualFold(s, "false") }

// texts are the summary and, where the feed has more than that, the whole.
func texts(e *entry) (summary, text string) {
	description := cmp.Or(e.description, e.dcDescription, e.itunesSummary, e.atomSummary, e.group.description, e.media.description)
	text = plain(cmp.Or(e.content, e.atomContent), maxItemText)
	whole := teaser(plain(description, maxItemText))
	summary = cutWords(cmp.Or(whole, teaser(text)), maxSummary)
	if text == "" && len(whole) > len(summary) {
		text = whole
	}
	return summary, text
}

// authors are all who are named, each once.
func (c *converter) authors(e *entry) []string {
	names := slices.Concat(e.authors, []string{personName(e.author), personName(e.dcAuthor)})
	for _, creator := range e.dcCreators {
		names = append(names, personName(creator))
	}
	for _, more := range [...][]string{
		names,
		{personName(e.itunesAuthor)}, // often the show's
		{cmp.Or(e.atomAuthor, e.atomMail)},
		c.head.authors, // RFC 4287, section 4.2.1; JSON Feed 1.1, "authors"
	} {
		if list := people(more); len(list) > 0 {
			return list
		}
	}
	return nil
}

// people are names, or bare mail addresses where there is no name.
func people(raw []string) []string {
	list := labels(raw)
	if named := slices.DeleteFunc(slices.Clone(list), isMail); len(named) > 0 {
		return named
	}
	return list
}

func isMail(s string) bool {
	return strings.Contains(s, "@") && !strings.ContainsAny(s, " \t") && !strings.HasPrefix(s, "@")
}

// personName is the name in "mail (name)" or "name (mail)", which is how RSS
// gives an author; a text that is neither is all name.
func personName(s string) string {
	s = strings.TrimSpace(s)
	before, inside, ok := strings.Cut(s, " (")
	inside, closed := strings.CutSuffix(inside, ")")
	mailFirst, mailLast := strings.Contains(before, "@"), strings.Contains(inside, "@")
	switch {
	case !ok || !closed || mailFirst == mailLast:
		return s
	case mailFirst:
		return inside
	}
	return strings.TrimSpace(before)
}

func categories(e *entry) []string {
	lists := e.categories
	if e.itunesKeywords != "" {
		lists = append(lists, strings.Split(e.itunesKeywords, ",")...)
	}
	lists = append(lists, e.dcSubjects...)
	return labels(append(lists, e.atomTerms...))
}

// labels are short plain texts, each once.
func labels(raw []string) []string {
	var out []string
	for _, s := range raw {
		s = plain(s, maxLabel)
		if s != "" && len(out) < maxLabels && !slices.ContainsFunc(out, func(t string) bool { return strings.EqualFold(s, t) }) {
			out = append(out, s)
		}
	}
	return out
}

// primaryTag is the language of a BCP 47 tag, without script and region.
func primaryTag(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return strings.Clone(tag) // it may be a piece of the whole document
}

func (c *converter) image(e *entry) string {
	for _, candidate := range [...]string{e.itunesImage, pictureOf(e)} {
		if link := address.Absolute(c.base, candidate); link != "" {
			return link
		}
	}
	for _, list := range [...][]string{e.images, e.group.thumbnails, e.media.thumbnails} {
		for _, candidate := range list {
			if link := address.Absolute(c.base, candidate); link != "" {
				return link
			}
		}
	}
	for _, markup := range [...]string{cmp.Or(e.content, e.atomContent), e.description} {
		if link := address.Absolute(c.base, firstPicture(markup)); link != "" {
			return link
		}
	}
	return ""
}

// pictureOf is the first picture among an entry's files.
func pictureOf(e *entry) string {
	for _, m := range e.media.contents {
		if strings.Contains(m.kind, "image") || strings.Contains(m.medium, "image") {
			return m.url
		}
	}
	for _, f := range e.enclosures {
		if strings.HasPrefix(f.kind, "image/") {
			return f.url
		}
	}
	return ""
}

// seconds reads a duration: "95", "1:35", "01:02:03". 0 when it can't.
func seconds(s string) time.Duration {
	if s == "" {
		return 0
	}
	total := 0
	for i, part := range strings.Split(strings.TrimSpace(s), ":") {
		part, _, _ = strings.Cut(part, ".")
		n, err := strconv.Atoi(part)
		if err != nil || n < 0 || n > 1e6 || i > 2 {
			return 0
		}
		total = total*60 + n
	}
	return time.Duration(total) * time.Second
}
