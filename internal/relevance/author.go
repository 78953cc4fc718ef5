package relevance

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"example.com/pickwick/internal/curation"
)

// followedAuthor is a person the buyer follows, with the name as it is compared.
type followedAuthor struct{ name, key string }

func followedBy(p curation.Persona) (fs []followedAuthor) {
	for _, n := range p.Influencers {
		if k := nameKey(n); k != "" {
			fs = append(fs, followedAuthor{n, k})
		}
	}
	return fs
}

// author is the first person the buyer follows among the item's authors, and
// the item's own writing of the name; both empty when there is none.
func (s *Scorer) author(it curation.Item) (name, as string) {
	for _, f := range s.follows {
		for _, a := range append([]string{it.Author}, it.Authors...) {
			if slices.Contains(nameKeys(a), f.key) {
				return f.name, a
			}
		}
	}
	return "", ""
}

// nameKeys is the forms in which an author line may name one person:
// "By Jane Doe", "Doe, Jane", "jane@example.com (Jane Doe)".
func nameKeys(line string) []string {
	if _, in, ok := strings.Cut(line, "("); ok && strings.Contains(line, "@") {
		line, _, _ = strings.Cut(in, ")")
	}
	keys := []string{nameKey(line)}
	if rest, ok := strings.CutPrefix(keys[0], "by "); ok {
		keys = append(keys, rest)
	}
	if last, first, ok := strings.Cut(line, ","); ok {
		keys = append(keys, nameKey(first+" "+last))
	}
	return keys
}

// nameKey is a name without case, accents, punctuation and double blanks.
func nameKey(name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '.' || r == '\'' || r == '’':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(name))
	return strings.Join(strings.Fields(plain), " ")
}
