package document

import (
	"cmp"
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
		a.Type = mediaType(a.Type, a.URL)
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
		duration := seconds(f.duration)
		if kind := mediaType(f.kind, f.url); duration == 0 && (kind == "" || isRecording(kind)) {
			duration = whole
		}
		add(curation.Attachment{URL: f.url, Type: f.kind, Bytes: size(f.size), Duration: duration})
	}
	for _, set := range [...]mediaSet{e.group, e.media} {
		for _, f := range set.contents {
			kind := cmp.Or(f.kind, f.medium)
			if kind == "" {
				kind = mediaType("", f.url)
			}
			if isRecording(kind) {
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
