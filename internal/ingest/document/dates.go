package document

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// usual are the layouts that nearly all feeds use, tried first for speed.
var usual = []string{
	"Mon, 02 Jan 2006 15:04:05 -0700",
	"Mon, 2 Jan 2006 15:04:05 GMT",
	time.RFC3339Nano,
}

// parseDate reads an instant as feeds write it: any order of day, month and
// year that can be told, month names in a dozen languages, zones by offset,
// abbreviation or place. Without a zone it is UTC. A date whose day and month
// could be swapped has the day first, as most of the world writes it, unless
// AM or PM says that an American wrote it.
func parseDate(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 4 || len(text) > 100 {
		return time.Time{}, false
	}
	for _, layout := range usual {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	if t, ok := parseUnix(text); ok {
		return t, true
	}
	p := dateParts{}
	rest := p.takeTime(strings.ToLower(text))
	if !p.takeDay(rest) {
		return time.Time{}, false
	}
	return p.time()
}

// parseUnix reads seconds or milliseconds since 1970.
func parseUnix(text string) (time.Time, bool) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		switch len(text) {
		case 10:
			return time.Unix(n, 0).UTC(), true
		case 13:
			return time.UnixMilli(n).UTC(), true
		}
	}
	return time.Time{}, false
}

// dateParts is what was found in a date.
type dateParts struct {
	year, day            int
	month                time.Month
	hour, minute, second int
	american             bool // AM or PM was said
	zone                 *time.Location
}

var (
	clock = regexp.MustCompile(`(?:^|[^\d:])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?`)
	// offset follows a time: +0100, -05:00, gmt+1, --0700. Go's own layouts
	// read none of the odder ones.
	offset  = regexp.MustCompile(`^\s*(?:(?:gmt|utc|[a-z]{3,4})?\s*)?-?([+-])(\d{1,2}):?(\d{2})?\b`)
	word    = regexp.MustCompile(`^\s*(?:\()?([a-z]{1,12}(?:/[a-z_]+)*)\b`)
	number  = regexp.MustCompile(`\d+`)
	compact = regexp.MustCompile(`^((?:\d\d)?\d{2})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(z|[+-]\d{4})?$`)
)

// takeTime finds the time of day with its zone, and returns what is left.
func (p *dateParts) takeTime(text string) string {
	if m := compact.FindStringSubmatch(text); m != nil {
		p.hour, p.minute, p.second = toInt(m[4]), toInt(m[5]), toInt(m[6])
		p.takeZone(m[7])
		return strconv.Itoa(century(m[1])) + "-" + m[2] + "-" + m[3]
	}
	m := clock.FindStringSubmatchIndex(text)
	if m == nil {
		return text
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return text[m[2*i]:m[2*i+1]]
	}
	p.hour, p.minute, p.second = toInt(group(1)), toInt(group(2)), toInt(group(3))
	if half := group(4); half != "" {
		p.american = true
		if p.hour == 12 {
			p.hour = 0
		}
		if half == "p" {
			p.hour += 12
		}
	}
	if strings.HasPrefix(text[m[1]:], ":") {
		return "" // four numbers are no time of day
	}
	used := p.takeZone(text[m[1]:])
	return text[:m[2]] + " " + text[m[1]+used:]
}

// takeZone reads a zone at the beginning of text and returns its length. One
// that is not known counts as UTC: wrong by hours, never by a day.
func (p *dateParts) takeZone(text string) int {
	if m := offset.FindStringSubmatchIndex(text); m != nil {
		hours, minutes := toInt(text[m[4]:m[5]]), 0
		if m[6] >= 0 {
			minutes = toInt(text[m[6]:m[7]])
		}
		if hours <= 15 && minutes < 60 {
			seconds := hours*3600 + minutes*60
			if text[m[2]] == '-' {
				seconds = -seconds
			}
			p.zone = time.FixedZone("", seconds)
		}
		return m[1]
	}
	if m := word.FindStringSubmatchIndex(text); m != nil {
		name := text[m[2]:m[3]]
		if hours, ok := zones[name]; ok {
			p.zone = time.FixedZone("", int(hours*3600))
			return m[1]
		}
		if strings.Contains(name, "/") {
			if place, err := time.LoadLocation(placeName(name)); err == nil {
				p.zone = place
			}
			return m[1]
		}
	}
	return 0
}

// placeName writes "europe/brussels" as the time zone database has it.
func placeName(name string) string {
	upper := true
	return strings.Map(func(r rune) rune {
		if upper {
			r = unicode.ToUpper(r)
		}
		upper = r == '/' || r == '_'
		return r
	}, name)
}

// takeDay finds day, month and year in what the time of day left.
func (p *dateParts) takeDay(text string) bool {
	text, _, _ = strings.Cut(text, "(")
	if p.zone == nil && strings.Contains(text, "년") {
		p.zone = time.FixedZone("", 9*3600) // written for Koreans
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if m, ok := months[w]; ok {
			p.month = m // the last one wins: "mar" is also a French Tuesday
		}
	}
	var numbers []string
	for _, at := range number.FindAllStringIndex(text, 5) {
		numbers = append(numbers, text[at[0]:at[1]])
	}
	if p.month != 0 {
		return p.takeNamed(numbers)
	}
	return p.takeNumbers(numbers, text)
}

// takeNamed reads day and year where the month has a name.
func (p *dateParts) takeNamed(numbers []string) bool {
	if len(numbers) < 2 {
		return false
	}
	day, year := numbers[0], numbers[1]
	if len(day) == 4 {
		day, year = year, day
	}
	p.day, p.year = toInt(day), century(year)
	return true
}

// takeNumbers reads a date of numbers alone.
func (p *dateParts) takeNumbers(numbers []string, text string) bool {
	if len(numbers) == 0 {
		return false
	}
	if len(numbers[0]) == 4 { // year first
		p.year, p.month, p.day = toInt(numbers[0]), 1, 1
		if len(numbers) == 1 {
			return strings.TrimSpace(text) == numbers[0]
		}
		p.month = time.Month(toInt(numbers[1]))
		if len(numbers) > 2 {
			p.day = toInt(numbers[2])
		}
		return true
	}
	if len(numbers) < 3 || len(numbers[2]) != 4 && len(numbers[2]) != 2 {
		return false
	}
	first, second := toInt(numbers[0]), toInt(numbers[1])
	p.year = century(numbers[2])
	if second > 12 || p.american && first <= 12 {
		first, second = second, first
	}
	p.day, p.month = first, time.Month(second)
	return true
}

// time puts the parts together, unless one is out of its range.
func (p *dateParts) time() (time.Time, bool) {
	midnight := p.hour == 24 && p.minute == 0 && p.second == 0
	if p.hour > 23 && !midnight || p.minute > 59 || p.second > 60 || p.year < 1 || p.month < 1 || p.month > 12 || p.day < 1 {
		return time.Time{}, false
	}
	if time.Date(p.year, p.month, p.day, 0, 0, 0, 0, time.UTC).Day() != p.day {
		return time.Time{}, false // 31 June
	}
	zone := cmp.Or(p.zone, time.UTC)
	return time.Date(p.year, p.month, p.day, p.hour, p.minute, min(p.second, 59), 0, zone).UTC(), true
}

// century reads a year of four digits, or of two: 69 to 99 are of the last century.
func century(s string) int {
	n := toInt(s)
	switch {
	case len(s) > 2:
		return n
	case n < 69:
		return 2000 + n
	}
	return 1900 + n
}

func toInt(s string) int {
	n, _ := strconv.Atoi(s) // only digits come here; "" is 0
	return n
}
