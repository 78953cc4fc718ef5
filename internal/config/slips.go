package config

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// What web pages and word processors put where a space, a dash or a quote is
// meant, as parts of regular expressions: odd is a blank that is no space (some
// have no width), blank is any, and dashes are the marks of list entries.
const (
	odd     = `[\x{A0}\x{1680}\x{180E}\x{2000}-\x{200F}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]`
	blank   = `[ \t\x{A0}\x{1680}\x{180E}\x{2000}-\x{200F}\x{202F}\x{205F}\x{2060}\x{3000}\x{FEFF}]`
	keyName = `"?[a-z_]+"?`
	dashes  = `^[ \t]*(?:-[ \t]+)*`
	quotes  = `“”„‟‘’‚‛«»`
)

const (
	oddBlank = "this blank is not an ordinary space (it looks like text pasted from a web page): type it anew"
	listMark = "a list entry begins with `- `, a dash and a blank"
)

// slip is a way to go wrong that the YAML reader reports at another place or in
// other words. Its first group is the place.
type slip struct {
	pattern *regexp.Regexp
	sure    bool // is wrong wherever it stands, not just where the reader stopped
	words   string
}

// slips are tried on a line in this order; the first that fits counts.
func slips() []slip {
	return []slip{
		{regexp.MustCompile(`^[ \t]*(?:-[ \t]*)+(` + odd + `)`), true, oddBlank},
		{regexp.MustCompile(`^[ \t]*(` + odd + `)` + blank + `*(?:[-–—•*]` + blank + `|` + keyName + blank + `*:(?:` + blank + `|$))`), true, oddBlank},
		{regexp.MustCompile(dashes + keyName + `[ \t]*(` + odd + `)` + blank + `*:(?:` + blank + `|$)`), true, oddBlank},
		{regexp.MustCompile(dashes + keyName + `:[ \t]*(` + odd + `)`), true, oddBlank},
		{regexp.MustCompile(`^[ \t]*(` + odd + `)`), false, oddBlank},
		{regexp.MustCompile(`^[ \t]*(-)` + keyName + `:(?:` + blank + `|$)`), true, listMark},
		{regexp.MustCompile(`^[ \t]*([–—•‣·▪*])` + blank + `*` + keyName + `:(?:` + blank + `|$)`), true, listMark},
		{regexp.MustCompile(`^[ \t]*(-)["'\[\p{L}]`), false, listMark},
		{regexp.MustCompile(`^[ \t]*([–—•‣·▪]|\*[ \t])`), false, listMark},
		{regexp.MustCompile(dashes + keyName + `(:)(?:[^\s/]|/[^/])`), false, "a blank must follow the colon"},
		{regexp.MustCompile(dashes + `(?:` + keyName + `:[ \t]+)?'(?:[^']|'')*(')(?:[ \t]+[^\s#:]|[^\s',\]}:])`), true, `this ' ends the text, but the line goes on: put the whole text in "…"`},
		{regexp.MustCompile(dashes + `(?:` + keyName + `:[ \t]+)?"(?:[^"\\]|\\.)*(")(?:[ \t]+[^\s#:]|[^\s,\]}:])`), true, `this " ends the text, but the line goes on: put the whole text in '…'`},
		{regexp.MustCompile(dashes + `(?:` + keyName + `:[ \t]+)?(\[)[^\[\]]*\]\(`), true, "a link can't be written as [text](address): write only the text or only the address"},
		{regexp.MustCompile(dashes + keyName + `:[ \t]+([` + quotes + `])`), false, `these quotes are not plain ones: type " or ' instead`},
	}
}

// slipped reports the slips of a file that the YAML reader gave up on. began is
// the line of what it was reading, stopped the line that it got to. It is true
// when a slip explains that, and then the reader's own reason would mislead.
func (d *document) slipped(began, stopped int) (explained bool) {
	known := slips()
	for i, l := range d.lines {
		line := i + 1
		near := line == began || line == stopped || line == stopped-1
		if strings.HasPrefix(strings.TrimLeft(l, " \t"), "#") {
			continue
		}
		l = strings.TrimSuffix(l, "\r")
		for _, s := range known {
			if at := s.pattern.FindStringSubmatchIndex(l); at != nil && (s.sure || near) {
				d.mistakeAt(line, 1+utf8.RuneCountInString(l[:at[2]]), "%s", s.words)
				explained = explained || line <= stopped
				break
			}
		}
	}
	return explained
}

var (
	oddBefore = regexp.MustCompile(`^-*(` + odd + `)`)
	oddAfter  = regexp.MustCompile(odd + blank + `*$`)
	oddColon  = regexp.MustCompile(`^[a-z_]+:(` + odd + `)`)
	otherMark = regexp.MustCompile(`^(?:-["'\[\p{L}]|[–—•‣·▪])`)
)

// slippedKey reports a key that holds more than a key, for what was meant as
// blanks or as the mark of a list.
func (d *document) slippedKey(n *yaml.Node) bool {
	at := oddColon.FindStringSubmatchIndex(n.Value)
	switch {
	case n.Style&quoted != 0:
		return false
	case at != nil:
		d.mistakeAt(n.Line, n.Column+at[2], oddBlank)
	case otherMark.MatchString(n.Value):
		d.mistake(n, listMark)
	default:
		return d.oddBlanks(n)
	}
	return true
}

// quoted are the styles in which a text shows its own beginning and end.
const quoted = yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle

// oddBlanks reports odd blanks before a key or a value, and after one that is
// a single word. Within and after a longer text they do no harm.
func (d *document) oddBlanks(n *yaml.Node) bool {
	if n.Style&quoted != 0 {
		return false
	}
	if at := oddBefore.FindStringSubmatchIndex(n.Value); at != nil {
		d.mistakeAt(n.Line, n.Column+at[2], oddBlank)
		return true
	}
	at := oddAfter.FindStringIndex(n.Value)
	if at == nil || strings.Contains(n.Value[:at[0]], " ") {
		return false
	}
	d.mistakeAt(n.Line, n.Column+utf8.RuneCountInString(n.Value[:at[0]]), oddBlank)
	return true
}
