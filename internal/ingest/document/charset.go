package document

import (
	"bytes"
	"encoding/binary"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// declaration finds the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`^[^<]{0,64}<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)`)

// wide are the encodings that show in the first bytes: byte order marks, and
// how "<", "<?" or "{" look without one.
var wide = []struct {
	prefix   string
	name     string
	encoding encoding.Encoding
}{
	{"\x00\x00\xfe\xff", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
	{"\xff\xfe\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	{"\xfe\xff", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)},
	{"\xff\xfe", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	{"\x00\x00\x00<", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"<\x00\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00<", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"<\x00", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\x00{", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"{\x00", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\x4c\x6f\xa7\x94", "ebcdic", charmap.CodePage037},
}

var utf8BOM = []byte("\xef\xbb\xbf")

// toUTF8 decodes a document and names the encoding it was in. It never fails:
// what can't be known is read as UTF-8, and bytes that are not UTF-8 as
// windows-1252, which is what they are in feeds that lie about it.
//
// The order is: byte order mark, then whatever is plainly UTF-8, then what the
// server says, then what the document says. Servers and documents are wrong
// about UTF-8 far more often than other encodings look like it by chance.
func toUTF8(body []byte, contentType string) ([]byte, string) {
	marked := bytes.HasPrefix(body, utf8BOM)
	for bytes.HasPrefix(body, utf8BOM) {
		body = body[len(utf8BOM):]
	}
	if !marked {
		for _, w := range wide {
			if bytes.HasPrefix(body, []byte(w.prefix)) && fits(body, w.name) {
				return decode(w.encoding, body), w.name
			}
		}
	}
	valid := utf8.Valid(body)
	if marked || valid && !ascii(body) {
		return mend(body, valid), "utf-8"
	}
	for _, label := range []string{labelOf(contentType), declared(body)} {
		if e, name := lookup(label); e != nil && name != "utf-8" {
			if text := decode(e, body); bytes.Count(text, []byte("\ufffd")) <= len(text)/100 {
				return text, name
			}
		}
	}
	return mend(body, valid), "utf-8"
}

// fits guards against reading a document as UTF-32 that is UTF-16, whose mark
// begins alike.
func fits(body []byte, name string) bool {
	if name != "utf-32le" || len(body) < 8 {
		return true
	}
	return binary.LittleEndian.Uint32(body[4:]) <= utf8.MaxRune
}

func ascii(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// labelOf is the charset parameter of a Content-Type.
func labelOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

func declared(body []byte) string {
	if m := declaration.FindSubmatch(body[:min(len(body), 512)]); m != nil {
		return string(m[1])
	}
	return ""
}

// lookup finds an encoding by its label. UTF-16 and UTF-32 are not believed
// here: had the document been in one, its first bytes would have shown it.
func lookup(label string) (encoding.Encoding, string) {
	label = strings.ToLower(strings.TrimSpace(label))
	if label == "" || strings.HasPrefix(label, "utf") || strings.HasPrefix(label, "ucs") || strings.Contains(label, "10646") {
		return nil, ""
	}
	if e, name := charset.Lookup(label); e != nil && name != "replacement" {
		return e, name
	}
	if e, err := ianaindex.IANA.Encoding(label); err == nil && e != nil {
		return e, label
	}
	return nil, ""
}

func decode(e encoding.Encoding, body []byte) []byte {
	text, err := e.NewDecoder().Bytes(body)
	if err != nil {
		return mend(body, false)
	}
	return bytes.TrimLeft(text, "\ufeff")
}

// mend replaces each byte that is not UTF-8 by what it means in windows-1252.
func mend(body []byte, valid bool) []byte {
	if valid {
		return body
	}
	out := make([]byte, 0, len(body)+len(body)/8)
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(body[0])
		}
		out = utf8.AppendRune(out, r)
		body = body[size:]
	}
	return out
}
