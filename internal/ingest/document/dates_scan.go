package document

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// dateScan reads a date from left to right: numbers, words and signs. It takes
// the time of day and the zone where it meets them, and sorts out at the end
// which of the other numbers are day, month and year.
type dateScan struct {
	text string // folded
	at   int

	year, month, day int // where a word or sign told; else 0
	era              int // years to add
	numbers          [6]dateNumber
	n                int // of numbers
	monthAt          int // how many numbers stand before the month's name
	weekday          int // 1 is Sunday; 0 when there is none
	unknown          bool

	clock                       bool // a time of day was read
	hour, minute, second, nanos int
	clockEnd                    int // where the time of day ended
	half                        int // 1 in the morning, 2 in the afternoon
	american                    bool

	zone    *time.Location
	offset  bool           // the zone is a number, which goes before a name
	custom  *time.Location // of those who write so, when no zone is given
	comment string         // the first in parentheses
}

// dateNumber is a number whose meaning is open.
type dateNumber struct {
	value, digits int
	before        byte // what stands before it
	end           int  // where it ends in the text
}

func (p *dateScan) date() (time.Time, bool) {
	for p.at < len(p.text) {
		if before := p.at; !p.step() || p.at <= before {
			return time.Time{}, false // no date has this, and nobody waits for it
		}
	}
	if p.zone == nil && p.comment != "" {
		p.zone = zoneNamed(p.comment)
	}
	if !p.sortOut() {
		return time.Time{}, false
	}
	return p.instant()
}

// step takes the next piece; it fails at what no date has.
func (p *dateScan) step() bool {
	rest := p.text[p.at:]
	switch c := rest[0]; {
	case isDigit(c):
		return p.number()
	case c >= utf8.RuneSelf, c >= 'a' && c <= 'z':
		return p.word()
	case c == '(':
		inside, _, closed := strings.Cut(rest[1:], ")")
		if p.comment == "" {
			p.comment = inside
		}
		p.at += 1 + len(inside)
		if closed {
			p.at++
		}
		return true
	case c == '+' || c == '-':
		return p.sign(c)
	case c == ':' && p.after(isDigit):
		// Only a year may end with a colon: "21/nov/2026:07:30:00".
		if p.clock || p.n == 0 || p.numbers[p.n-1].digits != 4 {
			return false
		}
	}
	p.at++
	return true
}

// after reports what stands directly before the place of the scan.
func (p *dateScan) after(is func(byte) bool) bool { return p.at > 0 && is(p.text[p.at-1]) }

// run is how many digits begin at i.
func (p *dateScan) run(i int) int {
	n := 0
	for i+n < len(p.text) && isDigit(p.text[i+n]) {
		n++
	}
	return n
}

// is reports whether a byte stands at i.
func (p *dateScan) is(i int, c byte) bool { return i < len(p.text) && p.text[i] == c }

func (p *dateScan) number() bool {
	start, digits := p.at, p.run(p.at)
	end := start + digits
	value := toInt(p.text[start:end])
	switch {
	case !p.clock && digits <= 2 && p.is(end, ':') && p.run(end+1) > 0:
		return p.readClock(':')
	case !p.clock && digits <= 2 && p.hasYear() && p.after(isBlank) && p.is(end, '.') && p.run(end+1) == 2:
		return p.readClock('.') // "21.11.2026 16.29"
	case digits == 4 && p.after(isBlank) && p.hasYear() && value%100 < 60 && (!p.clock && value < 2400 || p.clock && p.zone == nil && value <= 1500):
		if p.clock { // an offset that lost its sign
			p.zone, p.offset = time.FixedZone("", value/100*3600+value%100*60), true
		} else {
			p.setClock(value/100, value%100, end)
		}
	case p.n < len(p.numbers):
		number := dateNumber{value: value, digits: digits, end: end}
		if start > 0 {
			number.before = p.text[start-1]
		}
		p.numbers[p.n] = number
		p.n++
	}
	p.at = end
	return true
}

func isBlank(c byte) bool { return c == ' ' || c == ',' || c == '\t' || c == '\n' || c == '\r' }

func (p *dateScan) hasYear() bool {
	for _, n := range p.numbers[:p.n] {
		if n.digits == 4 {
			return true
		}
	}
	return p.year > 0
}

func (p *dateScan) setClock(hour, minute, end int) {
	p.clock, p.hour, p.minute, p.clockEnd = true, hour, minute, end
}

// readClock reads hours, minutes and perhaps seconds with a fraction.
func (p *dateScan) readClock(separator byte) bool {
	var parts [3]int
	for i := range parts {
		n := p.run(p.at)
		if n == 0 || n > 2 {
			return false
		}
		parts[i] = toInt(p.text[p.at : p.at+n])
		p.at += n
		if i == 2 || !p.is(p.at, separator) || p.run(p.at+1) == 0 {
			break
		}
		p.at++
	}
	p.fraction()
	p.setClock(parts[0], parts[1], p.at)
	p.second = parts[2]
	return true
}

// fraction reads ".123" of a second.
func (p *dateScan) fraction() {
	if !p.is(p.at, '.') && !p.is(p.at, ',') {
		return
	}
	n := p.run(p.at + 1)
	for i, unit := p.at+1, 100_000_000; i < p.at+1+n; i++ {
		p.nanos += int(p.text[i]-'0') * unit
		unit /= 10
	}
	if n > 0 {
		p.at += 1 + n
	}
}

// sign reads an offset: "+0100", "-5:30", "+01". A minus may as well stand
// between words.
func (p *dateScan) sign(c byte) bool {
	n := p.run(p.at + 1)
	end := p.at + 1 + n
	if !p.clock || n == 0 {
		p.at++
		return c == '-' || !p.clock
	}
	if next := end < len(p.text) && strings.IndexByte("-./", p.text[end]) >= 0; c == '-' && next && p.run(end+1) > 0 {
		p.at++ // "16:29 -06.10.2025"
		return true
	}
	digits := p.text[p.at+1 : end]
	if n <= 2 && p.is(end, ':') && p.run(end+1) == 2 {
		digits += p.text[end+1 : end+3]
		end += 3
	}
	switch len(digits) {
	case 1, 3:
		digits = "0" + digits
	case 6:
		digits = digits[:4] // with seconds
	}
	if len(digits) == 2 {
		digits += "00"
	}
	if len(digits) != 4 {
		return false
	}
	east, ok := eastOf(c, digits[:2], digits[2:])
	if ok && !p.offset {
		p.zone, p.offset = time.FixedZone("", east), true
	}
	p.at, p.clockEnd = end, end
	return ok
}

// word reads a word and does what it means.
func (p *dateScan) word() bool {
	start := p.at
	size, ideograph := wordSize(p.text[start:])
	if size == 0 {
		_, size = utf8.DecodeRuneInString(p.text[start:])
		p.at += size // a sign of some script
		return true
	}
	word := p.text[start : start+size]
	if ideograph {
		word = p.longest(word)
	}
	attached := p.after(isDigit)
	p.at += len(word)
	if p.clock && p.is(p.at, '/') && p.run(p.at+1) == 0 {
		p.place(start)
		return true
	}
	justAfter := p.clock && strings.TrimLeft(p.text[p.clockEnd:start], " ") == ""
	meaning, known := dateWords[word]
	if meaning.kind == monthWord && justAfter && (p.n > 2 || p.n > 1 && p.month > 0 || p.day > 0) {
		known = false // a zone, such as that of the Marquesas: MART
	}
	switch {
	case word == "t" && attached && p.run(p.at) > 0:
		p.isoTime()
	case known && (len(word) > 1 || !justAfter || meaning.kind >= yearUnit):
		p.american = p.american || word == "am" || word == "pm"
		p.take(meaning, start)
	case p.clock && (len(word) > 1 || justAfter):
		if justAfter && attached && (word == "a" || word == "p") {
			p.half, p.american = 1+int(word[0]-'a')/15, true // "7:30p"
			break
		}
		zone := zoneNamed(word)
		if zone == nil && attached && size == len(word) && word[0] < utf8.RuneSelf {
			return false // "06:00textra"
		}
		if zone != nil && !p.offset && (justAfter || word != "at") {
			p.zone, p.clockEnd = zone, p.at
		}
	default:
		p.unknown = p.unknown || !ideograph
	}
	return true
}

// wordSize is the length of the letters and marks at the beginning of s, and
// whether they are of a script that puts no gaps between words.
func wordSize(s string) (size int, ideograph bool) {
	for i, r := range s {
		han := r >= 0x2e80 && unicode.Is(unicode.Han, r)
		if i > 0 && han != ideograph || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return i, ideograph
		}
		ideograph = han
	}
	return len(s), ideograph
}

// longest is the longest word that is known at the beginning of a run of
// ideographs, or the first of them.
func (p *dateScan) longest(run string) string {
	const size = len("年")
	for n := min(3*size, len(run)/size*size); n > size; n -= size {
		if _, known := dateWords[run[:n]]; known {
			return run[:n]
		}
	}
	_, first := utf8.DecodeRuneInString(run)
	return run[:first]
}

// isoTime reads what follows a T: 07, 0730 or 073000. With colons it is read
// as any other time.
func (p *dateScan) isoTime() {
	n := p.run(p.at)
	if p.is(p.at+n, ':') || n%2 != 0 || n > 6 || p.clock {
		return
	}
	digits := (p.text[p.at:p.at+n] + "0000")[:6]
	p.at += n
	p.fraction()
	p.setClock(toInt(digits[:2]), toInt(digits[2:4]), p.at)
	p.second = toInt(digits[4:])
}

// place reads a zone such as europe/berlin or etc/gmt+5. One that is not known
// counts for nothing.
func (p *dateScan) place(start int) {
	end := start
	for end < len(p.text) && (p.text[end] >= 'a' && p.text[end] <= 'z' || strings.IndexByte("/_+-", p.text[end]) >= 0 || isDigit(p.text[end]) && end > start) {
		end++
	}
	if end == start {
		return // no place in the database begins so
	}
	p.at = end
	if zone, err := time.LoadLocation(placeName(p.text[start:end])); err == nil && !p.offset {
		p.zone, p.offset = zone, true
	}
}

// placeName writes "europe/brussels" as the time zone database has it.
func placeName(name string) string {
	if rest, ok := strings.CutPrefix(name, "etc/"); ok {
		return "Etc/" + strings.ToUpper(rest)
	}
	upper := true
	name = strings.Map(func(r rune) rune {
		if upper {
			r = unicode.ToUpper(r)
		}
		upper = r == '/' || r == '_' || r == '-'
		return r
	}, name)
	return strings.NewReplacer("_Of_", "_of_", "_Es_", "_es_", "-Au-", "-au-").Replace(name)
}

// take does what a known word means. A unit takes the number before it.
func (p *dateScan) take(w dateWord, start int) {
	number, ok := dateNumber{}, false
	if w.kind >= yearUnit || w.kind == halfWord && w.zone == nil && !p.clock { // "7 pm"
		number, ok = p.numberBefore(start)
	}
	if w.kind >= yearUnit && (!ok || number.digits > 2 && w.kind != yearUnit) {
		return // "16:29 Uhr"
	}
	if ok {
		p.n--
	}
	if w.zone != nil {
		p.custom = w.zone
	}
	switch w.kind {
	case monthWord:
		p.month, p.monthAt = w.value, p.n // the last one wins: "mar" is also a French Tuesday
	case weekdayWord:
		p.weekday = w.value
	case halfWord:
		if p.half = w.value; ok {
			p.setClock(number.value, 0, p.at)
		}
	case eraWord:
		p.era = w.value
	case yearUnit:
		if p.year = number.full(); p.era > 0 {
			p.year = number.value + p.era
		}
	case monthUnit:
		p.month = number.value
	case dayUnit:
		p.day = number.value
	case hourUnit:
		p.setClock(number.value, 0, p.at)
		if n := p.run(p.at); n == 1 || n == 2 { // "7h30"
			p.minute = toInt(p.text[p.at : p.at+n])
			p.at += n
			p.clockEnd = p.at
		}
	case minuteUnit:
		p.minute, p.clockEnd = number.value, p.at
	case secondUnit:
		p.second, p.clockEnd = number.value, p.at
	case fillerWord:
	}
}

// numberBefore is the number that stands directly before a place in the text.
func (p *dateScan) numberBefore(at int) (dateNumber, bool) {
	if p.n == 0 {
		return dateNumber{}, false
	}
	number := p.numbers[p.n-1]
	return number, strings.TrimLeft(p.text[number.end:at], " ") == ""
}
