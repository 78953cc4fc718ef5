package ingest

// likeness is how sure it is that an item was seen before.
type likeness int

const (
	another likeness = iota
	alike            // its title and its words, if it has any, are those of one that was elsewhere
	same
)

// compare says whether an item is the one that left a trace. Publishers change
// each of guid, address, title, date and text of an item, and they use each of
// them again for another one, but seldom two of them at once:
//
//   - a guid or an address that comes with one more sign means the same item;
//   - an address alone means it only where there are no guids to tell better;
//   - a guid alone has been used again for something else;
//   - a title alone is a series, unless the date is the same too;
//   - one sign will do where there is no other to contradict it.
//
// Title and text without guid, address and date are what is left of an archive
// that was moved and dated anew, but of a column with a standing introduction
// as well: the company of other items must tell (see recognise).
func compare(t, s signals, shared sharing) likeness {
	guid := equal(t.guid, s.guid) && !shared.guids[s.guid].many
	url := equal(t.url, s.url) && !shared.urls[s.url].many
	title, text := equal(t.title, s.title), equal(t.text, s.text)
	date := t.date != 0 && t.date == s.date
	noGUID := t.guid == 0 || s.guid == 0
	against := differ(t.guid, s.guid) || differ(t.url, s.url) || differ(t.title, s.title) || differ(uint64(t.date), uint64(s.date))
	switch {
	case guid && (url || title || text || date),
		url && (title || text || date || noGUID),
		title && date,
		(guid || url || title) && !against:
		return same
	case title && (text || t.text == 0 && s.text == 0):
		return alike
	}
	return another
}

func equal(a, b uint64) bool { return a != 0 && a == b }

func differ(a, b uint64) bool { return a != 0 && b != 0 && a != b }

// sharing says which guids and addresses several items of one document have,
// though they are not the same: they tell nothing then.
type sharing struct {
	guids, urls, titles ambiguity
}

func newSharing() sharing { return sharing{ambiguity{}, ambiguity{}, ambiguity{}} }

func (sh sharing) add(s signals) {
	sh.guids.add(s.guid, s.url)
	sh.urls.add(s.url, s.title)
	sh.titles.add(s.title, s.url)
}

// ambiguity remembers for each sign what came with it, to tell whether it
// names one thing.
type ambiguity map[uint64]company

type company struct {
	with uint64
	many bool
}

func (a ambiguity) add(sign, with uint64) {
	if sign == 0 {
		return
	}
	first, known := a[sign]
	if !known {
		a[sign] = company{with: with}
		return
	}
	first.many = first.many || first.with != with
	a[sign] = first
}

// tells reports a sign that names one thing in the document.
func (a ambiguity) tells(sign uint64) bool { return sign != 0 && !a[sign].many }
