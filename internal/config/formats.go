package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // so that time zones exist on machines that have none installed

	"golang.org/x/text/language"
)

// formats are the kinds of text that the schemas name. Each function is nil
// for a good value and else says what is wrong with it and what is allowed.
func formats() map[string]func(string) error {
	return map[string]func(string) error{
		"text":                 checkText,
		"database":             checkDatabase,
		"time-of-day":          checkTimeOfDay,
		"time-zone":            checkTimeZone,
		"time-span":            func(s string) error { _, err := parseSpan(s); return err },
		"time-span-or-0":       func(s string) error { _, err := parseSpanOr0(s); return err },
		"percentage":           func(s string) error { _, err := parsePercentage(s); return err },
		"byte-size":            func(s string) error { _, err := parseSize(s); return err },
		"web-address":          checkWebAddress,
		"web-address-or-none":  checkPublicURL,
		"proxy-or-none":        checkProxy,
		"chat-address-or-none": checkChatOrNone,
		"listen-address":       checkListenAddress,
		"domain":               checkDomain,
		"language":             checkLanguage,
		"persona-id":           checkPersonaID,
		"discord-id":           checkDiscordID,
	}
}

func checkChatOrNone(s string) error {
	if s == "" {
		return nil
	}
	return checkChat(s)
}

func checkText(s string) error {
	if strings.TrimSpace(s) == "" {
		return errors.New("it is empty: write some text")
	}
	return nil
}

var databaseScheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]+:`)

// checkDatabase is for addresses in files, which may not hold a password.
func checkDatabase(s string) error {
	if err := checkDatabaseForm(s); err != nil {
		return err
	}
	has := strings.Contains(strings.ToLower(s), "password=")
	if u, err := url.Parse(s); err == nil && isPostgres(s) && !has {
		_, has = u.User.Password()
	}
	if has {
		return errors.New("it holds a password, which must not stand in a file like this: " +
			"set PICKWICK_DATABASE to the whole address instead, or keep the password in the file that PGPASSFILE names")
	}
	return nil
}

func checkDatabaseForm(s string) error {
	if !isPostgres(s) {
		if databaseScheme.MatchString(s) {
			return fmt.Errorf("%s is not a database: write the path of an SQLite file, or a postgres:// address", quote(s))
		}
		return checkText(s)
	}
	if _, err := url.Parse(s); err != nil || strings.ContainsAny(s, " \t\n") {
		return errors.New("it is not a postgres:// address: write it like postgres://user@host:5432/name")
	}
	return nil
}

func isPostgres(s string) bool {
	return strings.HasPrefix(s, "postgres://") || strings.HasPrefix(s, "postgresql://")
}

var timeOfDay = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func checkTimeOfDay(s string) error {
	if !timeOfDay.MatchString(s) {
		return fmt.Errorf(`%s is not a time of day: write hours and minutes with two digits each, from "00:00" to "23:59"`, quote(s))
	}
	return nil
}

func checkTimeZone(s string) error {
	if _, err := time.LoadLocation(s); err != nil || s == "" || s == "Local" {
		return fmt.Errorf("%s is not a known time zone: use an IANA name, such as Europe/Berlin", quote(s))
	}
	return nil
}

// maxSpan keeps sums of instants and spans far from overflow.
const maxSpan = 3650 * 24 * time.Hour

var span = regexp.MustCompile(`^(?:([0-9]{1,4})d)?([0-9]+(?:\.[0-9]+)?(?:ms|s|m|h)[0-9smh.]*)?$`)

// parseSpan reads a length of time above 0 and up to 3650d: "30d", "1h30m", "500ms".
func parseSpan(s string) (time.Duration, error) {
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return 0, fmt.Errorf("%s has no unit: write a number with ms, s, m, h or d, such as 30m", quote(s))
	}
	parts := span.FindStringSubmatch(s)
	if parts == nil || s == "" {
		return 0, fmt.Errorf("%s is not a length of time: write a number with ms, s, m, h or d, such as 30m", quote(s))
	}
	var d time.Duration
	if parts[2] != "" {
		rest, err := time.ParseDuration(parts[2])
		if err != nil {
			return 0, fmt.Errorf("%s is not a length of time: write a number with ms, s, m, h or d, such as 30m", quote(s))
		}
		d = min(rest, maxSpan+1)
	}
	if parts[1] != "" {
		days, _ := strconv.Atoi(parts[1]) // at most four digits
		d += time.Duration(days) * 24 * time.Hour
	}
	if d <= 0 || d > maxSpan {
		return 0, fmt.Errorf("%s is out of range: it must be more than 0 and at most 3650d", quote(s))
	}
	return d, nil
}

// parseSpanOr0 also takes a plain 0.
func parseSpanOr0(s string) (time.Duration, error) {
	if s == "0" {
		return 0, nil
	}
	return parseSpan(s)
}

var percentage = regexp.MustCompile(`^([0-9]{1,3}(?:\.[0-9]{1,6})?)%$`)

// parsePercentage reads "25%" as 0.25. It must be above 0% and at most 100%.
func parsePercentage(s string) (float64, error) {
	parts := percentage.FindStringSubmatch(s)
	if parts == nil {
		return 0, fmt.Errorf("%s is not a percentage: write a number and %%, such as 25%%", quote(s))
	}
	n, err := strconv.ParseFloat(parts[1], 64)
	if err != nil || n <= 0 || n > 100 {
		return 0, fmt.Errorf("%s is out of range: it must be more than 0%% and at most 100%%", quote(s))
	}
	return n / 100, nil
}

var anyBlank = regexp.MustCompile(blank + `|\s`)

// maxAddress is the length in bytes that every browser and server takes.
const maxAddress = 2048

func checkWebAddress(s string) error {
	u, err := url.Parse(s)
	switch {
	case anyBlank.MatchString(s):
		return fmt.Errorf("%s holds a blank: remove it", quote(s))
	case err != nil || u.Scheme == "" || u.Opaque != "" || (isWeb(u) && u.Hostname() == ""):
		return fmt.Errorf("%s is not a web address: write it in full, such as https://www.example.org/feed.xml", quote(s))
	case !isWeb(u):
		return fmt.Errorf("%s is not a web address: it must begin with https:// or http://", quote(s))
	case u.User != nil:
		return errors.New("the address holds a user name or a password: only addresses that anybody can read are allowed")
	case u.Port() != "" && !isPort(u.Port()):
		return fmt.Errorf("%s has no valid port: it must be from 1 to 65535", quote(s))
	case len(s) > maxAddress:
		return fmt.Errorf("the address is %d characters long: at most %d are allowed", len(s), maxAddress)
	}
	return nil
}

func isWeb(u *url.URL) bool { return u.Scheme == "http" || u.Scheme == "https" }

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

func checkPublicURL(s string) error {
	if s == "" {
		return nil
	}
	if err := checkWebAddress(s); err != nil {
		return err
	}
	if strings.ContainsAny(s, "?#") {
		return fmt.Errorf("%s has a ? or a #: links are made by adding to it, so it must end with its path", quote(s))
	}
	return nil
}

var hostname = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)

func checkListenAddress(s string) error {
	host, port, err := net.SplitHostPort(s)
	if err == nil && host != "" && !hostname.MatchString(host) {
		_, err = netip.ParseAddr(host)
	}
	if err != nil || (port != "0" && !isPort(port)) {
		return fmt.Errorf("%s is not a host and a port: write it like 127.0.0.1:8080", quote(s))
	}
	return nil
}

var domain = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$`)

func checkDomain(s string) error {
	if !domain.MatchString(s) || len(s) > 253 {
		return fmt.Errorf("%s is not a domain: write it in lower case without https:// and path, such as acme.example (xn--… if it has other letters)", quote(s))
	}
	return nil
}

func checkLanguage(s string) error {
	const allowed = "write its two-letter code in lower case (three letters where there are no two), such as en"
	base, err := language.ParseBase(s)
	if err != nil {
		if tag, err := language.Parse(s); err == nil {
			base, _ := tag.Base()
			return fmt.Errorf("%s is more than a language: write %s", quote(s), base)
		}
		return fmt.Errorf("%s is not a known language: %s", quote(s), allowed)
	}
	if base.String() != s || s == "und" {
		return fmt.Errorf("%s is not how the language is written here: %s", quote(s), allowed)
	}
	return nil
}

var personaID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func checkPersonaID(s string) error {
	if !personaID.MatchString(s) {
		return fmt.Errorf("%s is not a short name: use lower-case letters, digits, - and _, at most 64, such as cfo", quote(s))
	}
	return nil
}

var discordID = regexp.MustCompile(`^[0-9]{1,20}$`)

// checkDiscordID never repeats the value: people paste tokens here.
func checkDiscordID(s string) error {
	if !discordID.MatchString(s) {
		return errors.New("it is not a Discord ID: write the number only, up to 20 digits (a token belongs in PICKWICK_DISCORD_TOKEN)")
	}
	return nil
}

var credentials = regexp.MustCompile(`//[^/]*@`)

// quote shows a value in a message: on one line, not too long, without
// credentials.
func quote(s string) string {
	const limit = 60
	s = credentials.ReplaceAllString(s, "//…@")
	if r := []rune(s); len(r) > limit {
		s = string(r[:limit]) + "…"
	}
	return strconv.Quote(s)
}
