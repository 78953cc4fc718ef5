package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	expectLine = regexp.MustCompile(`(?s)Expect:\s*(.*?)\s*-->`)
	headerLine = regexp.MustCompile(`(?m)^\s*Header:\s*([A-Za-z-]+):\s*(\S.*?)\s*$`)
	// entryField is entries[0]['title'], entries[0].title, entries[0]['title_detail']['value'].
	entryField = regexp.MustCompile(`^entries\[(\d+)\](?:\.|\[')(\w+)(?:'\])?(?:\['value'\])?$`)
	// pythonFields are the names that feedparser has for what we compare.
	pythonFields = map[string]string{
		"title": "title", "title_detail": "title", "link": "link", "id": "id", "guid": "id",
		"published": "published", "published_parsed": "published", "created": "published",
		"updated": "updated", "updated_parsed": "updated",
	}
)

// header is a header of the response that a document says it came with.
func header(text []byte, name string) string {
	for _, m := range headerLine.FindAllSubmatch(text[:min(len(text), 4096)], -1) {
		if strings.EqualFold(string(m[1]), name) {
			return string(m[2])
		}
	}
	return ""
}

// pythonExpectations reads the expression in a document's comment, as far as
// it compares fields of items with constants: "not bozo and
// entries[0]['title'] == 'Example'".
func pythonExpectations(text string) []expectation {
	m := expectLine.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	var list []expectation
	for _, term := range splitPython(m[1], " and ") {
		operands := splitPython(term, "==")
		want, ok := pythonConstant(operands[len(operands)-1])
		if !ok {
			continue
		}
		for _, operand := range operands[:len(operands)-1] {
			f := entryField.FindStringSubmatch(strings.TrimSpace(operand))
			if f == nil || pythonFields[f[2]] == "" || strings.Contains(f[2], "_detail") != strings.Contains(operand, "['value']") {
				continue
			}
			item, err := strconv.Atoi(f[1])
			if err == nil && want != "" {
				list = append(list, expectation{item, pythonFields[f[2]], want})
			}
		}
	}
	return list
}

// splitPython cuts an expression at a separator that stands in no string.
func splitPython(s, separator string) []string {
	var parts []string
	var quote byte
	from := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case strings.HasPrefix(s[i:], separator):
			parts = append(parts, s[from:i])
			from = i + len(separator)
			i = from - 1
		}
	}
	return append(parts, s[from:])
}

// pythonConstant reads strings, joined by + or nothing, and tuples of time.
func pythonConstant(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "(") {
		return pythonTime(s)
	}
	var b strings.Builder
	for s != "" {
		s = strings.TrimLeft(strings.TrimPrefix(strings.TrimSpace(s), "+"), " \t\r\nu")
		if s == "" || s[0] != '\'' && s[0] != '"' {
			return "", false
		}
		quote := s[0]
		end := 1
		for end < len(s) && s[end] != quote {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			return "", false
		}
		rest := s[1:end]
		for rest != "" {
			r, multibyte, tail, err := strconv.UnquoteChar(rest, quote)
			if err != nil {
				return "", false
			}
			if multibyte {
				b.WriteRune(r)
			} else {
				b.WriteByte(byte(r))
			}
			rest = tail
		}
		s = strings.TrimSpace(s[end+1:])
	}
	return b.String(), true
}

func pythonTime(s string) (string, bool) {
	var n [6]int
	if _, err := fmt.Sscanf(strings.ReplaceAll(s, " ", ""), "(%d,%d,%d,%d,%d,%d,", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5]); err != nil {
		return "", false
	}
	return time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, time.UTC).Format(time.RFC3339), true
}

func TestExpectationsInPythonAreRead(t *testing.T) {
	for text, want := range map[string][]expectation{
		`Expect: not bozo and entries[0]['title'] == 'A' -->`:                                    {{0, "title", "A"}},
		`Expect: entries[1].link == "http://example/?a=1 and b" -->`:                             {{1, "link", "http://example/?a=1 and b"}},
		`Expect: entries[0]['id'] == entries[1]['id'] == u'caf\xe9 \'x\'' -->`:                   {{0, "id", "caf\xe9 'x'"}, {1, "id", "caf\xe9 'x'"}},
		`Expect: entries[0]['title'] == '<!-' + '-' -->`:                                         {{0, "title", "<!--"}},
		`Expect: entries[0]['published_parsed'] == (2003, 12, 31, 10, 14, 55, 2, 365, 0) -->`:    {{0, "published", "2003-12-31T10:14:55Z"}},
		`Expect: entries[0]['title_detail']['value'] == '&amp;' and entries[0].author == 'a'-->`: {{0, "title", "&amp;"}},
		`Expect: entries[0]['title_detail']['type'] == 'text/plain' -->`:                         nil,
		`Expect: feed['title'] == 'x' -->`:                                                       nil,
		`Expect: not entries[0]['guidislink'] -->`:                                               nil,
		`no expectation`: nil,
	} {
		if diff := cmp.Diff(want, pythonExpectations(text), cmp.AllowUnexported(expectation{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}
