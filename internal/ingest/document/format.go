package document

import (
	"regexp"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

var (
	// reportTitle finds titles of pieces that are reports, and not of news
	// that merely reports something.
	reportTitle = regexp.MustCompile(`(?i)\b(white ?papers?|e-?books?)\b|` +
		`\b(annual|quarterly|industry|benchmark|research|market|trends?|outlook|impact|salary|customer|global|state of [^:]{2,60}) (reports?|surveys?|study)\b|` +
		`\b(19|20)\d\d\b[^:]{0,60}\b(report|survey|benchmark)\b|\b(report|survey|benchmark) (19|20)\d\d\b|` +
		`^(report|survey|study)\s*:|:\s*(the )?(report|survey)$|\bsurvey (results|findings)\b`)

	reportCategory = regexp.MustCompile(`(?i)^(research |analyst |industry |annual )?(reports?|white ?papers?|surveys?|e-?books?|stud(y|ies)|benchmarks?)$`)
)

// format tells the form of a piece by what it comes with and what it is called.
func format(item curation.Item, e *entry) curation.Format {
	has := func(kind string) bool {
		return slices.ContainsFunc(item.Enclosures, func(a curation.Attachment) bool { return strings.HasPrefix(a.Type, kind) })
	}
	switch {
	case has("video/"), e.videoID, onVideoHost(item.URL):
		return curation.Video
	case has("audio/"), e.itunesDuration != "":
		return curation.Podcast
	case mayBeReport(item.Title) && reportTitle.MatchString(item.Title), slices.ContainsFunc(item.Categories, isReport):
		return curation.Report
	}
	return curation.Article
}

func isReport(category string) bool {
	return mayBeReport(category) && reportCategory.MatchString(category)
}

// mayBeReport is a quick look for a word that reports have in their titles and
// categories, before the slow one.
func mayBeReport(s string) bool {
	for i := range len(s) {
		rest := s[i:]
		switch s[i] | 0x20 {
		case 'r':
			if hasPrefixFold(rest, "report") {
				return true
			}
		case 's':
			if hasPrefixFold(rest, "survey") || hasPrefixFold(rest, "stud") {
				return true
			}
		case 'p':
			if hasPrefixFold(rest, "paper") {
				return true
			}
		case 'b':
			if hasPrefixFold(rest, "book") || hasPrefixFold(rest, "benchmark") {
				return true
			}
		}
	}
	return false
}

// onVideoHost reports an absolute address of a site that shows videos alone.
func onVideoHost(link string) bool {
	_, host, _ := strings.Cut(link, "://")
	if i := strings.IndexAny(host, "/?#:"); i >= 0 {
		host = host[:i]
	}
	host = strings.ToLower(host)
	switch strings.TrimPrefix(strings.TrimPrefix(host, "www."), "m.") {
	case "youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com":
		return true
	}
	return false
}
