package relevance

import (
	"net/url"
	"strings"
	"unicode"

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
	for _, n := range c.Names {
		if stands(it.Title, n) {
			return true, "its title names " + n
		}
		if stands(it.Summary, n) {
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
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"<>()[]`, r) }) {
			if strings.Contains(w, "://") && hostedAt(w, domain) {
				return true
			}
		}
	}
	return false
}

func hostedAt(address, domain string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return false
	}
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	return host == domain || strings.HasSuffix(host, "."+domain)
}

// stands reports whether a name stands in a text as whole words.
func stands(text, name string) bool {
	part := spansOf(name)
	if len(part) == 0 {
		return false
	}
	whole := spansOf(text)
	capital := strings.ContainsFunc(name, unicode.IsUpper)
next:
	for i := 0; i+len(part) <= len(whole); i++ {
		for j, p := range part {
			w := whole[i+j]
			if bareForm(text[w.start:w.end]) != bareForm(name[p.start:p.end]) {
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

// bareForm is a folded word without its possessive ending.
func bareForm(w string) string {
	return strings.TrimSuffix(string(fold(nil, w)), "'s")
}
