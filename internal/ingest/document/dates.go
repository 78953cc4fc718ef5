package document

import (
	"strconv"
	"strings"
	"time"
)

// maxDate is the longest text that is looked at for a date, in bytes. Some
// scripts take three for a letter.
const maxDate = 200

// parseDate reads an instant as feeds write it: any order of day, month and
// year that can be told, month names in the languages of dates_tables.go, zones
// by offset, abbreviation or place. Without a zone it is UTC. Where day and month
// could be swapped, the day of the week decides; without one the day is first, as
// most of the world writes it, unless AM or PM says that an American wrote it.
// The year of the result, in UTC, is 1 to 9999.
func parseDate(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 4 || len(text) > maxDate {
		return time.Time{}, false
	}
	t, ok := parseRFC3339(text)
	if !ok {
		t, ok = parseRFC1123(text)
	}
	if !ok {
		t, ok = parseUnix(text)
	}
	if !ok {
		p := dateScan{text: calendarDate(foldDate(text))}
		t, ok = p.date()
	}
	if t = t.UTC(); !ok || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, false
	}
	return t, true
}

// parseRFC3339 reads what time.RFC3339 does, in a fraction of its time. What
// it does not take is left to the scan.
func parseRFC3339(s string) (time.Time, bool) {
	if len(s) < len("2006-01-02T15:04:05Z") || s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	year, ok1 := two(s)
	year2, ok2 := two(s[2:])
	month, ok3 := two(s[5:])
	day, ok4 := two(s[8:])
	hour, ok5 := two(s[11:])
	minute, ok6 := two(s[14:])
	second, ok7 := two(s[17:])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || !ok7 {
		return time.Time{}, false
	}
	rest, nanos := s[19:], 0
	if rest[0] == '.' {
		n := 1
		for unit := 100_000_000; n < len(rest) && isDigit(rest[n]); n++ {
			nanos += int(rest[n]-'0') * unit
			unit /= 10
		}
		if rest = rest[n:]; n == 1 {
			return time.Time{}, false
		}
	}
	east := 0
	if rest != "Z" {
		if len(rest) != len("+00:00") || rest[3] != ':' {
			return time.Time{}, false
		}
		var ok bool
		if east, ok = eastOf(rest[0], rest[1:3], rest[4:]); !ok {
			return time.Time{}, false
		}
	}
	return instant(year*100+year2, month, day, hour, minute, second, nanos, east)
}

// parseRFC1123 reads what time.RFC1123Z does, with a day of one digit or two,
// and the same with "GMT" for the zone.
func parseRFC1123(s string) (time.Time, bool) {
	if len(s) < len("Mon, 2 Jan 2006 15:04:05 GMT") || s[3] != ',' || s[4] != ' ' || !isDigit(s[5]) || weekdayOf(s[:3]) < 0 {
		return time.Time{}, false
	}
	day := int(s[5] - '0')
	s = s[6:]
	if isDigit(s[0]) {
		day = day*10 + int(s[0]-'0')
		s = s[1:]
	}
	const rest = " Jan 2006 15:04:05 "
	if len(s) < len(rest)+3 || s[0] != ' ' || s[4] != ' ' || s[9] != ' ' || s[12] != ':' || s[15] != ':' || s[18] != ' ' {
		return time.Time{}, false
	}
	month := monthOf(s[1:4])
	century, ok1 := two(s[5:])
	year, ok2 := two(s[7:])
	hour, ok3 := two(s[10:])
	minute, ok4 := two(s[13:])
	second, ok5 := two(s[16:])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 {
		return time.Time{}, false
	}
	east, zone := 0, s[len(rest):]
	if zone != "GMT" {
		if len(zone) != len("+0000") {
			return time.Time{}, false
		}
		var ok bool
		if east, ok = eastOf(zone[0], zone[1:3], zone[3:]); !ok {
			return time.Time{}, false
		}
	}
	return instant(century*100+year, month, day, hour, minute, second, 0, east)
}

// eastOf is an offset in seconds. None is further from Greenwich than 15 hours.
func eastOf(sign byte, hours, minutes string) (int, bool) {
	h, ok1 := two(hours)
	m, ok2 := two(minutes)
	if sign != '+' && sign != '-' || !ok1 || !ok2 || h > 15 || m > 59 {
		return 0, false
	}
	if sign == '-' {
		return -h*3600 - m*60, true
	}
	return h*3600 + m*60, true
}

// instant is a date and a time of day, if there are such.
func instant(year, month, day, hour, minute, second, nanos, east int) (time.Time, bool) {
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanos, time.UTC)
	if t.Day() != day {
		return time.Time{}, false // 31 June
	}
	return t.Add(-time.Duration(east) * time.Second), true
}

// two reads two digits.
func two(s string) (int, bool) {
	if !isDigit(s[0]) || !isDigit(s[1]) {
		return 0, false
	}
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// monthOf reads the English abbreviation of a month; 0 when it is none.
func monthOf(s string) int {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	for i := 0; i < len(names); i += 3 {
		if names[i:i+3] == s {
			return i/3 + 1
		}
	}
	return 0
}

// weekdayOf reads the English abbreviation of a day of the week; -1 when it is none.
func weekdayOf(s string) int {
	const names = "SunMonTueWedThuFriSat"
	for i := 0; i < len(names); i += 3 {
		if names[i:i+3] == s {
			return i / 3
		}
	}
	return -1
}

// parseUnix reads seconds since 1970, with or without a fraction, milliseconds
// or microseconds: the number of digits tells which.
func parseUnix(text string) (time.Time, bool) {
	whole, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" || fraction != "" && len(whole) != 10 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, false
	}
	switch len(whole) {
	case 10:
		nanos, _ := strconv.Atoi((fraction + "000000000")[:9]) // of nine digits
		return time.Unix(n, int64(nanos)), true
	case 13:
		return time.UnixMilli(n), true
	case 16:
		return time.UnixMicro(n), true
	}
	return time.Time{}, false
}
