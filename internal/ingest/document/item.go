package document

import (
	"cmp"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
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

// originals are the items as their own format has them, for what the common
// type leaves out. At most one list is filled.
type originals struct {
	rss  []*rss.Item
	atom []*atom.Entry
	json []*jsonfeed.Item
}

// original is one of them; at most one field is set.
type original struct {
	rss  *rss.Item
	atom *atom.Entry
	json *jsonfeed.Item
}

func (o originals) at(i int) original {
	switch {
	case i < len(o.rss):
		return original{rss: o.rss[i]}
	case i < len(o.atom):
		return original{atom: o.atom[i]}
	case i < len(o.json):
		return original{json: o.json[i]}
	}
	return original{}
}

type converter struct {
	meta Meta
	feed *Feed
	base *url.URL
	doc  document
}

func (c *converter) item(it *gofeed.Item, o original) curation.Item {
	out := curation.Item{
		FeedURL:   c.meta.URL,
		FeedTitle: c.feed.Title,
		GUID:      strings.ToValidUTF8(string(limit([]byte(strings.TrimSpace(it.GUID)), maxGUID)), ""),
		Title:     plain(it.Title, maxTitle),
		FirstSeen: c.meta.Now,
		Language:  c.feed.Language,
	}
	out.Enclosures = c.enclosures(it, o)
	out.URL = c.link(it, o, out)
	out.Summary, out.Text = texts(it)
	if out.Title == "" {
		out.Title = cutWords(out.Summary, 100)
	}
	out.Authors = c.authors(it)
	if len(out.Authors) > 0 {
		out.Author = out.Authors[0]
	}
	out.Categories = labels(it.Categories)
	if tag := itemLanguage(it, o); tag != "" {
		out.Language = tag
	}
	out.Published = c.date(it.Published, it.PublishedParsed)
	out.Updated = c.date(it.Updated, it.UpdatedParsed)
	if out.Published.IsZero() {
		out.Published = out.Updated
	}
	if out.Published.IsZero() {
		out.Published = c.meta.Now
	}
	out.Image = c.image(it)
	out.Format = format(out, it)
	return out
}

// date reads an instant. What lies more than a day ahead or before the web
// itself is no date of an item.
func (c *converter) date(text string, parsed *time.Time) time.Time {
	t, ok := parseDate(text)
	if !ok && parsed != nil {
		t = *parsed
	}
	if t.Year() < 1990 || t.After(c.meta.Now.Add(24*time.Hour)) {
		return time.Time{}
	}
	return t.UTC()
}

// link is the item's address: the one that FeedBurner replaced, else the one
// given, else a guid that is one, else the recording itself.
func (c *converter) link(it *gofeed.Item, o original, out curation.Item) string {
	candidates := []string{extension(it.Extensions, "feedburner", "origLink").Value, it.Link}
	if o.json != nil {
		candidates = append(candidates, o.json.ExternalURL)
	}
	candidates = append(candidates, it.Links...)
	if o.rss == nil || o.rss.GUID == nil || !strings.EqualFold(o.rss.GUID.IsPermalink, "false") {
		if strings.HasPrefix(out.GUID, "http://") || strings.HasPrefix(out.GUID, "https://") {
			candidates = append(candidates, out.GUID)
		}
	}
	for _, candidate := range candidates {
		if link := address.Absolute(c.base, candidate); link != "" {
			return link
		}
	}
	for _, e := range out.Enclosures {
		return e.URL
	}
	return ""
}

// texts are the summary and, where the feed has more than that, the whole.
func texts(it *gofeed.Item) (summary, text string) {
	description, content := it.Description, it.Content
	if description == "" && it.ITunesExt != nil {
		description = it.ITunesExt.Summary
	}
	if description == "" {
		description = mediaDescription(it.Extensions)
	}
	text = plain(content, maxItemText)
	whole := teaser(plain(description, maxItemText))
	summary = cutWords(cmp.Or(whole, teaser(text)), maxSummary)
	if text == "" && len(whole) > len(summary) {
		text = whole
	}
	return summary, text
}

// mediaDescription is where YouTube puts what a video is about.
func mediaDescription(e ext.Extensions) string {
	group := extension(e, "media", "group")
	if d := group.Children["description"]; len(d) > 0 {
		return d[0].Value
	}
	return extension(e, "media", "description").Value
}

func (c *converter) authors(it *gofeed.Item) []string {
	people := it.Authors
	if len(people) == 0 && c.doc.FeedType != "rss" {
		people = c.doc.Authors // RFC 4287, section 4.2.1; JSON Feed 1.1, "authors"
	}
	var names []string
	for _, p := range people {
		if p != nil {
			names = append(names, cmp.Or(p.Name, p.Email))
		}
	}
	if dc := it.DublinCoreExt; dc != nil && len(dc.Creator) > 1 {
		names = dc.Creator // of which the parser takes the first
	}
	return labels(names)
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

func itemLanguage(it *gofeed.Item, o original) string {
	if o.json != nil {
		return primaryTag(o.json.Language)
	}
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		return primaryTag(it.DublinCoreExt.Language[0])
	}
	return ""
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
	return tag
}

// firstImage finds the first picture of a text that is markup.
var firstImage = regexp.MustCompile(`(?i)<img\s[^>]{0,500}?src\s*=\s*["']?([^"'\s>]+)`)

func (c *converter) image(it *gofeed.Item) string {
	var candidates []string
	if it.Image != nil {
		candidates = append(candidates, it.Image.URL)
	}
	group := extension(it.Extensions, "media", "group")
	for _, t := range append(group.Children["thumbnail"], it.Extensions["media"]["thumbnail"]...) {
		candidates = append(candidates, t.Attrs["url"])
	}
	for _, markup := range []string{it.Content, it.Description} {
		if m := firstImage.FindStringSubmatch(markup[:min(len(markup), 64<<10)]); m != nil {
			candidates = append(candidates, html.UnescapeString(m[1]))
		}
	}
	for _, candidate := range candidates {
		if link := address.Absolute(c.base, candidate); link != "" {
			return link
		}
	}
	return ""
}

// extension is the first element of a namespace with a name, or an empty one.
func extension(e ext.Extensions, space, name string) ext.Extension {
	if list := e[space][name]; len(list) > 0 {
		return list[0]
	}
	return ext.Extension{}
}

// seconds reads a duration: "95", "1:35", "01:02:03". 0 when it can't.
func seconds(s string) time.Duration {
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
