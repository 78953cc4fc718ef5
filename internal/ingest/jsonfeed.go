package ingest

import (
	"cmp"
	"encoding/json"
	"math"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/address"
)

// The types below are JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/),
// with what it lacks under _pickwick.
type (
	outFeed struct {
		Version  string    `json:"version"`
		Title    string    `json:"title"`
		HomePage string    `json:"home_page_url,omitempty"`
		FeedURL  string    `json:"feed_url,omitempty"`
		Language string    `json:"language,omitempty"`
		Items    []outItem `json:"items"`
		Pickwick outExtra  `json:"_pickwick"`
	}
	outExtra struct {
		Type      string `json:"type"`     // of the original: "rss 2.0"
		Encoding  string `json:"encoding"` // of its bytes
		Truncated bool   `json:"truncated,omitempty"`
		Dropped   int    `json:"dropped,omitempty"`
	}
	outItem struct {
		ID          string          `json:"id"`
		URL         string          `json:"url,omitempty"`
		Title       string          `json:"title,omitempty"`
		Text        string          `json:"content_text"` // one content field is required
		Summary     string          `json:"summary,omitempty"`
		Image       string          `json:"image,omitempty"`
		Published   *time.Time      `json:"date_published,omitempty"`
		Modified    *time.Time      `json:"date_modified,omitempty"`
		Authors     []outAuthor     `json:"authors,omitempty"`
		Tags        []string        `json:"tags,omitempty"`
		Language    string          `json:"language,omitempty"`
		Attachments []outAttachment `json:"attachments,omitempty"`
		Pickwick    outItemExtra    `json:"_pickwick"`
	}
	outAuthor struct {
		Name string `json:"name"`
	}
	outAttachment struct {
		URL      string `json:"url"`
		Type     string `json:"mime_type"`
		Bytes    int64  `json:"size_in_bytes,omitempty"`
		Duration int64  `json:"duration_in_seconds,omitempty"`
	}
	outItemExtra struct {
		ID      string          `json:"id"` // ours
		GUID    string          `json:"guid,omitempty"`
		Format  curation.Format `json:"format"`
		Minutes int             `json:"reading_minutes,omitempty"` // to read, hear or watch
		Keys    []string        `json:"story_keys,omitempty"`
	}
)

// JSONFeed writes a feed as one line of JSON Feed 1.1.
func JSONFeed(f Feed) ([]byte, error) {
	out := outFeed{
		Version:  "https://jsonfeed.org/version/1.1",
		Title:    f.Title,
		HomePage: f.Link,
		FeedURL:  address.Shown(f.URL),
		Language: f.Language,
		Items:    make([]outItem, len(f.Entries)),
		Pickwick: outExtra{Type: f.Type, Encoding: f.Encoding, Truncated: f.Truncated, Dropped: f.Dropped},
	}
	for i, e := range f.Entries {
		out.Items[i] = outgoing(e)
	}
	return json.Marshal(out)
}

func outgoing(e curation.Entry) outItem {
	it := e.Item
	out := outItem{
		ID:       cmp.Or(it.GUID, it.URL, it.ID),
		URL:      it.URL,
		Title:    it.Title,
		Text:     cmp.Or(it.Text, it.Summary),
		Summary:  it.Summary,
		Image:    it.Image,
		Tags:     it.Categories,
		Language: it.Language,
		Pickwick: outItemExtra{ID: it.ID, GUID: it.GUID, Format: it.Format, Minutes: int(math.Ceil(it.ReadingTime.Minutes()))},
	}
	if !it.Published.Equal(it.FirstSeen) { // else it is only when we saw it
		out.Published = &it.Published
	}
	if !it.Updated.IsZero() {
		out.Modified = &it.Updated
	}
	for _, name := range it.Authors {
		out.Authors = append(out.Authors, outAuthor{name})
	}
	for _, a := range it.Enclosures {
		out.Attachments = append(out.Attachments, outAttachment{a.URL, cmp.Or(a.Type, "application/octet-stream"), a.Bytes, int64(a.Duration / time.Second)})
	}
	for _, k := range e.Keys {
		out.Pickwick.Keys = append(out.Pickwick.Keys, k.Key)
	}
	return out
}
