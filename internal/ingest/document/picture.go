package document

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Where a picture is looked for in markup.
const (
	longestMarkup = 64 << 10 // bytes of a text
	longestTag    = 500      // characters from "<img " to its src
)

// firstPicture is the address of the first picture of a text that is markup;
// "" when there is none.
func firstPicture(markup string) string {
	markup = markup[:min(len(markup), longestMarkup)]
	for {
		i := strings.IndexByte(markup, '<')
		if i < 0 {
			return ""
		}
		markup = markup[i+1:]
		if !hasPrefixFold(markup, "img") {
			continue
		}
		if tag := markup[len("img"):]; tag != "" && isASCIISpace(tag[0]) {
			if src := source(tag[1:]); src != "" {
				return html.UnescapeString(src)
			}
		}
	}
}

// source finds `src=` in what follows "<img ", and its value.
func source(tag string) string {
	for from := 0; ; from++ {
		i := strings.IndexAny(tag[from:], "sS>")
		if i < 0 || tag[from+i] == '>' {
			return ""
		}
		from += i
		if from > longestTag && utf8.RuneCountInString(tag[:from]) > longestTag {
			return ""
		}
		if !hasPrefixFold(tag[from:], "src") {
			continue
		}
		value := strings.TrimLeft(tag[from+len("src"):], asciiSpace)
		value, ok := strings.CutPrefix(value, "=")
		if !ok {
			continue
		}
		value = strings.TrimLeft(value, asciiSpace)
		if value != "" && (value[0] == '"' || value[0] == '\'') {
			value = value[1:]
		}
		if end := strings.IndexAny(value, `"'>`+asciiSpace); end >= 0 {
			value = value[:end]
		}
		if value != "" {
			return value
		}
	}
}

const asciiSpace = " \t\n\f\r"

func isASCIISpace(c byte) bool { return strings.IndexByte(asciiSpace, c) >= 0 }
