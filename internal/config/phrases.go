package config

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// checkPhrases reports phrases that work against their list. topics are the
// persona's, folded, with their lines.
func (d *document) checkPhrases(topics map[string]int) {
	for _, i := range items(child(d.root, "interests")) {
		if s, _ := text(child(i, "topic")); strings.Contains(s, ";") {
			d.warn(child(i, "topic"), "%s looks like several phrases: keep one as the topic, the others under `also`", quote(s))
		}
		for _, n := range items(child(i, "also")) {
			d.warnSeveral(n)
			if s, ok := text(n); ok && topics[fold(s)] == 0 {
				topics[fold(s)] = n.Line
			}
		}
	}
	for _, n := range items(child(d.root, "avoid")) {
		d.warnSeveral(n)
		s, _ := text(n)
		s = oneLine(s)
		switch line := topics[fold(s)]; {
		case s == "": // which the schema has reported
		case line != 0:
			d.mistake(n, "`avoid`: %s is also what the persona cares about, on line %d: remove one of the two", quote(s), line)
		case slices.Contains(commonWords(), fold(s)):
			d.warn(n, "`avoid`: %s stands in nearly every text, so it rules out nearly everything: write a longer phrase", quote(s))
		case utf8.RuneCountInString(s) <= 2:
			d.warn(n, "`avoid`: %s is so short that it may rule out nearly everything: write a longer phrase", quote(s))
		}
	}
}

// fold makes equal what differs in case and blanks only.
func fold(s string) string { return strings.ToLower(oneLine(s)) }

// warnSeveral points at an entry of a list that holds a list.
func (d *document) warnSeveral(n *yaml.Node) {
	if s, ok := text(n); ok && strings.Contains(s, ";") {
		d.warn(n, "%s looks like several phrases: separate them by commas", quote(s))
	}
}

// commonWords stand in nearly every English text.
func commonWords() []string {
	return strings.Fields("a about all also an and any are as at be been but by can do for from get has have how if in into is it its more new not of on one or our out that the their they this to up was we what when which who will with you your")
}

// freeText are the keys whose values are prose or phrases.
func freeText() []string {
	return []string{"about", "also", "ask", "avoid", "company", "influencers", "name", "names", "title", "topic"}
}

var (
	inQuotes   = regexp.MustCompile(`^([` + quotes + `])[^` + quotes + `]*(?:’[^` + quotes + `]+)*([` + quotes + `])$`)
	cutInWord  = regexp.MustCompile(`^#[^#\s]`)
	isComplete = regexp.MustCompile(`[.?!…]$`)
)

// warnTexts points at values without plain quotes that are not, or not all,
// the text that was meant. key is what they are the value of.
func (d *document) warnTexts(key string, n *yaml.Node) {
	switch {
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			d.warnTexts(n.Content[i].Value, n.Content[i+1])
		}
	case n.Kind == yaml.SequenceNode:
		for _, c := range n.Content {
			d.warnTexts(key, c)
		}
	case n.Kind == yaml.ScalarNode && n.Style&quoted == 0:
		if q := inQuotes.FindStringSubmatch(n.Value); q != nil {
			d.warn(n, "the quotes %s and %s become part of the text: type \" or ' instead", q[1], q[2])
		}
		sentence := key == "ask" || key == "about"
		if c := n.LineComment; cutInWord.MatchString(c) && slices.Contains(freeText(), key) || c != "" && sentence && !isComplete.MatchString(n.Value) {
			d.warn(n, "the text ends before the #, where a comment begins: put it in quotes if the rest belongs to it")
		}
	}
}
