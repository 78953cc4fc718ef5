package document

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// enclosures are the files of an item, each once.
func (c *converter) enclosures(e *entry) []curation.Attachment {
	var out []curation.Attachment
	add := func(a curation.Attachment) {
		a.URL = address.Absolute(c.base, a.URL)
		a.Type = strings.ToLower(plain(a.Type, maxLabel))
		same := slices.IndexFunc(out, func(b curation.Attachment) bool { return b.URL == a.URL })
		switch {
		case a.URL == "" || len(out) == maxEnclosures:
		case same >= 0:
			out[same].Duration = cmp.Or(out[same].Duration, a.Duration)
		default:
			out = append(out, a)
		}
	}
	whole := seconds(e.itunesDuration) // which is given for the episode
	for _, f := range e.enclosures {
		add(curation.Attachment{URL: f.url, Type: f.kind, Bytes: size(f.size), Duration: cmp.Or(seconds(f.duration), whole)})
	}
	for _, set := range [...]mediaSet{e.group, e.media} {
		for _, f := range set.contents {
			if isRecording(cmp.Or(f.kind, f.medium)) {
				add(curation.Attachment{URL: f.url, Type: f.kind, Bytes: size(f.size), Duration: seconds(f.duration)})
			}
		}
	}
	return out
}

func isRecording(kind string) bool {
	kind = strings.ToLower(kind)
	return strings.HasPrefix(kind, "audio") || strings.HasPrefix(kind, "video")
}

func size(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

var (
	// reportWord is a quick look before the slow one.
	reportWord = regexp.MustCompile(`(?i)report|survey|paper|e-?book|study|benchmark`)

	// reportTitle finds titles of pieces that are reports, and not of news
	// that merely reports something.
	reportTitle = regexp.MustCompile(`(?i)\b(white ?papers?|e-?books?)\b|` +
		`\b(annual|quarterly|industry|benchmark|research|market|trends?|outlook|impact|salary|customer|global|state of [^:]{2,60}) (reports?|surveys?|study)\b|` +
		`\b(19|20)\d\d\b[^:]{0,60}\b(report|survey|benchmark)\b|\b(report|survey|benchmark) (19|20)\d\d\b|` +
		`^(report|survey|study)\s*:|:\s*(the )?(report|survey)$|\bsurvey (results|findings)\b`)

	reportCategory = regexp.MustCompile(`(?i)^(research |analyst |industry |annual )?(reports?|white ?papers?|surveys?|e-?books?|stud(y|ies)|benchmarks?)$`)

	videoHost = regexp.MustCompile(`(?i)^(www\.|m\.)?(youtube\.com|youtube-nocookie\.com|youtu\.be|vimeo\.com)$`)
)

// format tells the form of a piece by what it comes with and what it is called.
func format(item curation.Item, e *entry) curation.Format {
	has := func(kind string) bool {
		return slices.ContainsFunc(item.Enclosures, func(a curation.Attachment) bool { return strings.HasPrefix(a.Type, kind) })
	}
	link, _ := url.Parse(item.URL)
	switch {
	case has("video/"), e.videoID, link != nil && videoHost.MatchString(link.Hostname()):
		return curation.Video
	case has("audio/"), e.itunesDuration != "":
		return curation.Podcast
	case reportWord.MatchString(item.Title) && reportTitle.MatchString(item.Title), slices.ContainsFunc(item.Categories, reportCategory.MatchString):
		return curation.Report
	}
	return curation.Article
}
