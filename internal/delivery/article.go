package delivery

import (
	"slices"
	"strings"
	"unicode"
)

// withArticle puts "a" or "an" before a persona's name where English wants
// one: "a CFO at a mid-size manufacturer", "an HR leader", "finance leaders".
// Names that bring their own article, plurals and other scripts stay as they are.
func withArticle(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "this buyer"
	}
	first := words[0]
	switch {
	case first[0] >= 0x80, slices.Contains([]string{"a", "an", "the", "our", "any", "every", "all"}, strings.ToLower(first)):
		return name
	case isPlural(words):
		return name
	case startsWithVowelSound(first):
		return "an " + name
	default:
		return "a " + name
	}
}

// isPlural looks at the noun before the first preposition.
func isPlural(words []string) bool {
	end := slices.IndexFunc(words, func(w string) bool {
		return slices.Contains([]string{"of", "at", "in", "for", "who", "with", "on", "from"}, w)
	})
	if end < 1 {
		end = len(words)
	}
	noun := strings.TrimRight(words[end-1], ",;:")
	if end > 1 && isInitials(words[0]) {
		return false // "VP Sales", "IT Operations"
	}
	return len(noun) > 3 && strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss") ||
		isInitials(strings.TrimSuffix(noun, "s")) && strings.HasSuffix(noun, "s") // "CFOs"
}

// startsWithVowelSound says how the word is spoken: initials letter by letter.
func startsWithVowelSound(word string) bool {
	if isInitials(word) {
		return strings.ContainsRune("AEFHILMNORSX", rune(word[0]))
	}
	w := strings.ToLower(word)
	for _, p := range []string{"uni", "use", "uk", "eu", "one"} {
		if strings.HasPrefix(w, p) {
			return false
		}
	}
	return strings.ContainsRune("aeiou", rune(w[0]))
}

// isInitials reports whether a word is an abbreviation in capitals, such as CFO or CIO/CISO.
func isInitials(word string) bool {
	lead, _, _ := strings.Cut(word, "/")
	return len(lead) > 1 && len(lead) < 6 && strings.IndexFunc(lead, func(r rune) bool { return !unicode.IsUpper(r) }) < 0
}
