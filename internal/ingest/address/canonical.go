package address

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/purell"
)

const maxURL = 4096 // bytes; longer addresses are no links to share

// Query parameters that say where a click came from, or how a page is shown,
// and not what is shown.
var (
	trackingPrefixes = []string{
		"utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "at_", "wt_", "oly_", "vero_", "mc_", "trk_", "ns_",
		"__hs", "_hs", "guce_", "ref_",
	}
	trackingNames = strings.Fields("fbclid gclid gclsrc dclid wbraid gbraid msclkid twclid ttclid li_fat_id igshid igsh yclid " +
		"_openstat mkt_tok hsctatracking elqtrackid elqtrack _ga _gl s_cid icid ncid cmpid cm_mmc ocid xtor smid smtyp " +
		"spm wprov guccounter sharetype share_id trk sc_campaign amp outputtype")
)

// ampSuffix is what publishers hang on the path of their AMP pages.
var ampSuffix = regexp.MustCompile(`(?i)(/amp/?|\.amp(\.html)?|/amp\.html)$`)

const safeURL = purell.FlagLowercaseScheme | purell.FlagLowercaseHost | purell.FlagUppercaseEscapes |
	purell.FlagDecodeUnnecessaryEscapes | purell.FlagEncodeNecessaryEscapes | purell.FlagRemoveDefaultPort |
	purell.FlagRemoveEmptyQuerySeparator | purell.FlagRemoveTrailingSlash | purell.FlagRemoveDotSegments |
	purell.FlagRemoveFragment | purell.FlagRemoveDuplicateSlashes | purell.FlagSortQuery | purell.FlagRemoveUnnecessaryHostDots

// Canonical is an address such that the same page has the same one: https, no
// www, mobile or AMP host, no tracking, no fragment; a video has one whichever
// player shows it. It is for comparing, not for visiting. "" when the address is none.
func Canonical(raw string) string {
	if s, ok := canonicalOrdinary(raw); ok {
		return oneVideo(s)
	}
	return oneVideo(canonicalAny(raw))
}

// canonicalAny is Canonical for every address, videos aside.
func canonicalAny(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u = unwrapAMP(u)
	if port := u.Port(); port == "80" || port == "443" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	u.Scheme = "https"
	u.User = nil
	u.RawQuery = withoutTracking(u.RawQuery)
	u.Path = ampSuffix.ReplaceAllString(u.Path, "")
	u.RawPath = ampSuffix.ReplaceAllString(u.RawPath, "")
	s := purell.NormalizeURL(u, safeURL)
	host := foldHost(u.Host)
	return strings.Replace(s, "https://"+u.Host, "https://"+host, 1)
}

// foldHost takes away what only says how a page is shown.
func foldHost(host string) string {
	host = strings.ToLower(host)
	for again := true; again; {
		again = false
		for _, prefix := range []string{"www.", "m.", "mobile.", "amp."} {
			if rest, ok := strings.CutPrefix(host, prefix); ok && strings.Contains(rest, ".") {
				host, again = rest, true
			}
		}
	}
	return strings.Replace(host, ".m.", ".", 1) // en.m.wikipedia.org
}

// unwrapAMP finds the page behind an address of an AMP cache:
// example-com.cdn.ampproject.org/c/s/example.com/page, google.com/amp/s/example.com/page.
func unwrapAMP(u *url.URL) *url.URL {
	path := u.Path
	switch host := strings.ToLower(u.Host); {
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
		for _, kind := range []string{"/c/", "/v/", "/i/"} {
			path = strings.TrimPrefix(path, kind)
		}
	case strings.HasPrefix(path, "/amp/") && strings.HasPrefix(Site("https://"+host), "google."):
		path = strings.TrimPrefix(path, "/amp/")
	default:
		return u
	}
	path = strings.TrimPrefix(path, "s/")
	if inner, err := url.Parse("https://" + path); err == nil && strings.Contains(inner.Host, ".") {
		inner.RawQuery = u.RawQuery
		return inner
	}
	return u
}

func withoutTracking(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.FieldsFunc(query, func(r rune) bool { return r == '&' || r == ';' })
	kept := parts[:0]
	for _, part := range parts {
		name, _, _ := strings.Cut(part, "=")
		if !isTracking(strings.ToLower(name)) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, "&")
}

func isTracking(name string) bool {
	return slices.Contains(trackingNames, name) ||
		slices.ContainsFunc(trackingPrefixes, func(p string) bool { return strings.HasPrefix(name, p) })
}

// Base is an address that others are relative to; an empty one when it is none.
func Base(raw string) *url.URL {
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		return u
	}
	return &url.URL{}
}

// blanks are what wraps and breaks addresses in feeds.
var blanks = strings.NewReplacer("\t", "", "\r", "", "\n", "")

// Absolute is a link as an absolute http or https address without credentials,
// or "" when it is none: an empty one, javascript:, data:, mailto: and so on.
func Absolute(base *url.URL, link string) string {
	link = strings.TrimSpace(link)
	if len(link) <= maxURL && absoluteOrdinary(link) {
		return strings.Clone(link) // which may be a piece of a whole feed
	}
	return absoluteAny(base, link)
}

// absoluteAny is Absolute for every link.
func absoluteAny(base *url.URL, link string) string {
	link = blanks.Replace(strings.TrimSpace(link))
	if link == "" || len(link) > maxURL || strings.HasPrefix(link, "#") {
		return ""
	}
	u, err := url.Parse(link)
	if err != nil {
		u, err = url.Parse(strings.ReplaceAll(link, "%", "%25")) // a stray percent sign
		if err != nil {
			return ""
		}
	}
	u = base.ResolveReference(u)
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Opaque != "" {
		return ""
	}
	u.User = nil
	if s := u.String(); len(s) <= maxURL { // which escapes make longer
		return s
	}
	return ""
}

// Shown is an address without credentials, as it may be shown to people.
func Shown(address string) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "": // no address, so nobody knows what is a password in it
		return address[strings.LastIndexByte(address, '@')+1:]
	case u.User == nil:
		return address
	}
	u.User = nil
	return u.String()
}

// IsHome reports the front page of a site, given its canonical address. It
// tells no story.
func IsHome(canonical string) bool {
	u, err := url.Parse(canonical)
	return err != nil || strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}
