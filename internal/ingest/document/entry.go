package document

// head is what a document says of itself: raw texts, by where they stood.
type head struct {
	kind    string // "rss", "atom" or "json"
	version string

	title, dcTitle       string
	language, dcLanguage string
	link, atomLink       string
	base                 string   // xml:base of the root
	authors              []string // of all items that name none; not in RSS

	ttl, updatePeriod, updateFrequency string // updatePeriod and updateFrequency of the syndication module
	skipHours, skipDays                []string
}

// entry is one item as its document has it: raw texts, by where they stood. All
// readers fill it, and the converter alone decides what becomes of it. What
// RSS, Atom and JSON Feed call differently but mean alike shares a field.
//
// Of an element of the format itself that comes twice the last counts, of one
// of an extension the first: that is how gofeed reads them.
type entry struct {
	guid         string // Atom and JSON: id; RSS 1.0: rdf:about, unless it has a guid
	notPermalink bool   // isPermaLink="false"
	link         string // RSS: the last link; Atom: the first alternate one
	links        []string
	origLink     string // feedburner:origLink

	title, dcTitle string

	description, dcDescription, itunesSummary, atomSummary string
	content, atomContent                                   string

	published, updated, dcDate, atomPublished, atomUpdated string
	dcIssued, dcCreated, dcModified                        string // of DCMI's terms

	authors                []string // of Atom and JSON Feed; an empty one still stands for the feed's
	author                 string   // of RSS, often "mail (name)"
	dcAuthor               string
	dcCreators             []string
	itunesAuthor           string
	atomAuthor, atomMail   string
	categories, dcSubjects []string
	itunesKeywords         string
	atomTerms              []string

	enclosures     []file
	media          mediaSet // directly in the item
	group          mediaSet // in its media:group
	images         []string // of JSON Feed
	itunesImage    string
	itunesDuration string
	videoID        bool // yt:videoId

	language, dcLanguage string // dcLanguage: xml:lang goes before dc:language
}

// file is an enclosure, an attachment or a media:content.
type file struct {
	url, kind, medium, size, duration string
}

// mediaSet is what Media RSS says of an item.
type mediaSet struct {
	contents    []file
	thumbnails  []string
	title       string
	description string
}

// reset empties an entry, keeping the memory of its lists.
func (e *entry) reset() {
	*e = entry{
		links: e.links[:0], authors: e.authors[:0], dcCreators: e.dcCreators[:0], categories: e.categories[:0],
		dcSubjects: e.dcSubjects[:0], atomTerms: e.atomTerms[:0], enclosures: e.enclosures[:0], images: e.images[:0],
		media: mediaSet{contents: e.media.contents[:0], thumbnails: e.media.thumbnails[:0]},
		group: mediaSet{contents: e.group.contents[:0], thumbnails: e.group.thumbnails[:0]},
	}
}

// addAtomLink sorts a link by what it is to the entry.
func (e *entry) addAtomLink(rel string, f file) {
	switch rel {
	case "", "alternate":
		if e.link == "" {
			e.link = f.url
		}
		e.links = append(e.links, f.url)
	case "self":
		e.links = append(e.links, f.url)
	case "enclosure":
		e.enclosures = append(e.enclosures, f)
	}
}
