package document

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// full is a number as a year: of four digits or of two.
func (n dateNumber) full() int {
	if n.digits == 2 {
		return century(n.value)
	}
	return n.value
}

// century completes a year of two digits: 69 to 99 are of the last century.
func century(n int) int {
	if n < 69 {
		return 2000 + n
	}
	return 1900 + n
}

// sortOut tells day, month and year apart.
func (p *dateScan) sortOut() bool {
	list := p.numbers[:p.n]
	switch {
	case p.year > 0 && p.month > 0 && p.day > 0:
		return true
	case p.month > 0:
		return p.aroundMonth(list)
	}
	return p.numeric(list)
}

// aroundMonth finds day and year beside the month's name.
func (p *dateScan) aroundMonth(list []dateNumber) bool {
	day := -1
	for _, i := range []int{p.monthAt - 1, p.monthAt, 0} { // "21 Nov", "Nov 21"
		if day < 0 && i >= 0 && i < len(list) && list[i].digits <= 2 && list[i].value >= 1 && list[i].value <= 31 {
			day = i
		}
	}
	year := -1
	for i, n := range list {
		switch {
		case n.digits == 4 && (year < 0 || list[year].digits != 4):
			year = i
		case n.digits == 2 && i != day && (year < 0 || list[year].digits != 4):
			year = i // the last of them: "21 Nov 26"
		}
	}
	if year >= 0 && p.year == 0 {
		p.year = list[year].full()
	}
	switch {
	case p.year == 0:
		return false
	case p.day > 0:
	case day >= 0 && day != year:
		p.day = list[day].value
	case p.unknown || len(list) > 1:
		return false // "Dec x 2012"
	default:
		p.day = 1 // "Nov. 2026"
	}
	return true
}

// numeric reads a date of numbers alone.
func (p *dateScan) numeric(list []dateNumber) bool {
	if p.year > 0 { // "2026 г. 11.21"
		return false
	}
	switch {
	case len(list) >= 3 && list[0].digits == 4 && list[1].digits <= 2 && list[2].digits <= 2:
		p.year, p.month, p.day = list[0].value, list[1].value, list[2].value
		return true
	case len(list) == 3 && list[0].digits <= 2 && list[1].digits <= 2 && (list[2].digits == 4 || list[2].digits == 2 && list[2].before != ' '):
		if list[2].digits == 2 && list[2].before == '-' && list[1].value <= 12 && list[2].value <= 31 {
			p.year, p.month, p.day = list[0].full(), list[1].value, list[2].value // ISO 8601 with a short year
			return true
		}
		p.year = list[2].full()
		p.day, p.month = p.dayFirst(list[0].value, list[1].value)
		return true
	case p.unknown:
		return false
	case len(list) == 2 && list[0].digits == 4 && list[1].digits <= 2:
		p.year, p.month, p.day = list[0].value, list[1].value, 1
		return true
	case len(list) == 2 && list[0].digits <= 2 && list[1].digits == 4:
		p.year, p.month, p.day = list[1].value, list[0].value, 1
		return true
	case len(list) == 1 && list[0].digits == 4 && len(p.text) == 4:
		p.year, p.month, p.day = list[0].value, 1, 1
		return true
	}
	return false
}

// dayFirst decides between "02/01" as the second of January and the first of
// February.
func (p *dateScan) dayFirst(a, b int) (day, month int) {
	fits := func(day, month int) bool {
		return p.weekday > 0 && int(time.Date(p.year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Weekday())+1 == p.weekday
	}
	switch {
	case b > 12, a <= 12 && fits(b, a) && !fits(a, b), p.american && a <= 12 && !fits(a, b):
		return b, a
	}
	return a, b
}

// instant puts the parts together, unless one is out of its range.
func (p *dateScan) instant() (time.Time, bool) {
	if p.year >= 2400 && p.year < 2700 {
		p.year -= 543 // the Thai calendar
	}
	switch {
	case p.half == 1 && p.hour == 12:
		p.hour = 0
	case p.half == 2 && p.hour < 12:
		p.hour += 12
	}
	days := 0
	if p.hour == 24 && p.minute == 0 && p.second == 0 {
		p.hour, days = 0, 1
	}
	if p.second == 60 {
		p.second = 59
	}
	zone := p.zone
	if p.clock {
		zone = cmp.Or(zone, p.custom)
	}
	if p.year < 1 {
		return time.Time{}, false
	}
	if _, ok := instant(p.year, p.month, p.day, p.hour, p.minute, p.second, p.nanos, 0); !ok {
		return time.Time{}, false
	}
	return time.Date(p.year, time.Month(p.month), p.day+days, p.hour, p.minute, p.second, p.nanos, cmp.Or(zone, time.UTC)), true
}

var (
	compactDate = regexp.MustCompile(`^((?:\d\d)?\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(t|z|[+-]|$)`)
	ordinalDate = regexp.MustCompile(`^(\d{4}-?|\d\d)(\d{3})(t|z|$)`)
	weekDate    = regexp.MustCompile(`^(\d{4})-?w(\d\d)(?:-?([1-7]))?(t|z| |$)`)
	shortMonth  = regexp.MustCompile(`^-(\d\d)-?(\d\d)$`)
	photoDate   = regexp.MustCompile(`^(\d{4}):(\d\d):(\d\d) `)
)

// calendarDate writes the forms of ISO 8601 that have no signs between their
// numbers, or count days or weeks, as year, month and day. Any other text
// comes back as it is.
func calendarDate(s string) string {
	if c := s + "x"; !isDigit(c[0]) && c[0] != '-' {
		return s
	}
	if m := compactDate.FindStringSubmatchIndex(s); m != nil {
		date := fullYear(s[m[2]:m[3]]) + "-" + s[m[4]:m[5]] + "-" + s[m[6]:m[7]]
		if m[8] >= 0 {
			date += "t" + s[m[8]:m[14]]
		}
		return date + s[m[14]:]
	}
	if m := ordinalDate.FindStringSubmatchIndex(s); m != nil {
		year, day := toInt(fullYear(strings.TrimSuffix(s[m[2]:m[3]], "-"))), toInt(s[m[4]:m[5]])
		if t := time.Date(year, 1, day, 0, 0, 0, 0, time.UTC); day > 0 && t.Year() == year {
			return t.Format("2006-01-02") + s[m[6]:]
		}
	}
	if m := weekDate.FindStringSubmatchIndex(s); m != nil {
		weekday := 1
		if m[6] >= 0 {
			weekday = toInt(s[m[6]:m[7]])
		}
		fourth := time.Date(toInt(s[m[2]:m[3]]), 1, 4, 0, 0, 0, 0, time.UTC) // which is in the first week
		monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
		t := monday.AddDate(0, 0, 7*(toInt(s[m[4]:m[5]])-1)+weekday-1)
		if _, week := t.ISOWeek(); week == toInt(s[m[4]:m[5]]) {
			return t.Format("2006-01-02") + s[m[8]:]
		}
	}
	if m := shortMonth.FindStringSubmatch(s); m != nil {
		return fullYear(m[1]) + "-" + m[2]
	}
	return photoDate.ReplaceAllString(s, "$1-$2-$3 ")
}

func fullYear(s string) string {
	if len(s) == 2 {
		return strconv.Itoa(century(toInt(s)))
	}
	return s
}

func toInt(s string) int {
	n, _ := strconv.Atoi(s) // only digits come here; "" is 0, and too many are no date
	return n
}
