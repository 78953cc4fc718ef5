package relevance

import (
	"bytes"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/pickwick/internal/curation"
)

// Whose reports whether an item counts as the company's though it is a third
// party's: it links to one of the company's domains, or one of the company's
// names stands in its title or summary as whole words. A name with a capital
// must have one in the item too, so that Target is not a target. Why says it
// for people.
func Whose(it curation.Item, c curation.CompanyProfile) (company bool, why string) {
	for _, d := range c.Domains {
		d = strings.Trim(strings.ToLower(strings.TrimSpace(d)), ".")
		if d != "" && linksTo(it, d) {
			return true, "it links to " + d
		}
	}
	title, summary := spansOf(it.Title), spansOf(it.Summary)
	for _, n := range c.Names {
		if stands(it.Title, title, n) {
			return true, "its title names " + n
		}
		if stands(it.Summary, summary, n) {
			return true, "its summary names " + n
		}
	}
	return false, ""
}

// linksTo reports whether the item lies at a domain or below it, or its text
// holds the address of a page there.
func linksTo(it curation.Item, domain string) bool {
	if hostedAt(it.URL, domain) {
		return true
	}
	for _, e := range it.Enclosures {
		if hostedAt(e.URL, domain) {
			return true
		}
	}
	for _, s := range [...]string{it.Summary, it.Text} {
		for at := 0; ; at += len("://") {
			i := strings.Index(s[at:], "://")
			if i < 0 {
				break
			}
			at += i
			if hostedAt(addressAt(s, at), domain) {
				return true
			}
		}
	}
	return false
}

// addressAt is what stands around a place of a text up to the next blank,
// bracket or quotation mark.
func addressAt(s string, at int) string {
	before, after := s[:at], s[at:]
	if n := strings.LastIndexFunc(before, endsAddress); n >= 0 {
		_, size := utf8.DecodeRuneInString(before[n:])
		before = before[n+size:]
	}
	if n := strings.IndexFunc(after, endsAddress); n >= 0 {
		after = after[:n]
	}
	return s[at-len(before) : at+len(after)]
}

func endsAddress(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"<>()[]`, r) }

func hostedAt(address, domain string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return false
	}
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// stands reports whether a name stands in a text, cut into whole words.
func stands(text string, whole []span, name string) bool {
	var part []string
	for _, p := range spansOf(name) {
		part = append(part, string(bare(nil, name[p.start:p.end])))
	}
	if len(part) == 0 {
		return false
	}
	capital := strings.ContainsFunc(name, unicode.IsUpper)
	var form []byte
next:
	for i := 0; i+len(part) <= len(whole); i++ {
		for j, p := range part {
			w := whole[i+j]
			if form = bare(form[:0], text[w.start:w.end]); string(form) != p {
				continue next
			}
		}
		as := text[whole[i].start:whole[i+len(part)-1].end]
		if !capital || strings.ContainsFunc(as, unicode.IsUpper) {
			return true
		}
	}
	return false
}

// bare appends a folded word without its possessive ending.
func bare(buf []byte, w string) []byte {
	return bytes.TrimSuffix(fold(buf, w), []byte("'s"))
}
