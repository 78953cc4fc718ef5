package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"example.com/pickwick/internal/curation"
)

// millis is an instant as it is stored: Unix milliseconds, 0 when unset.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the inverse of millis, in UTC.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// itemDoc is an item in JSON. Its names are part of the format on disk: a
// field of curation.Item can be renamed without touching them.
type itemDoc struct {
	ID         string     `json:"id,omitempty"`
	StoryID    string     `json:"story,omitempty"`
	FeedURL    string     `json:"feed,omitempty"`
	FeedTitle  string     `json:"feed_title,omitempty"`
	GUID       string     `json:"guid,omitempty"`
	URL        string     `json:"url,omitempty"`
	Title      string     `json:"title,omitempty"`
	Summary    string     `json:"summary,omitempty"`
	Text       string     `json:"text,omitempty"`
	Author     string     `json:"author,omitempty"`
	Authors    []string   `json:"authors,omitempty"`
	Categories []string   `json:"categories,omitempty"`
	Language   string     `json:"language,omitempty"`
	Format     string     `json:"format,omitempty"`
	Published  int64      `json:"published,omitempty"`
	Updated    int64      `json:"updated,omitempty"`
	FirstSeen  int64      `json:"first_seen,omitempty"`
	Image      string     `json:"image,omitempty"`
	Enclosures []enclosed `json:"enclosures,omitempty"`
	Reading    int64      `json:"reading,omitempty"` // milliseconds
}

type enclosed struct {
	URL      string `json:"url,omitempty"`
	Type     string `json:"type,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
	Duration int64  `json:"ms,omitempty"`
}

func docOf(i curation.Item) itemDoc {
	d := itemDoc{
		ID:         clean(i.ID),
		StoryID:    clean(i.StoryID),
		FeedURL:    clean(i.FeedURL),
		FeedTitle:  clean(i.FeedTitle),
		GUID:       clean(i.GUID),
		URL:        clean(i.URL),
		Title:      clean(i.Title),
		Summary:    clean(i.Summary),
		Text:       clean(i.Text),
		Author:     clean(i.Author),
		Authors:    cleanAll(i.Authors),
		Categories: cleanAll(i.Categories),
		Language:   clean(i.Language),
		Format:     clean(string(i.Format)),
		Published:  millis(i.Published),
		Updated:    millis(i.Updated),
		FirstSeen:  millis(i.FirstSeen),
		Image:      clean(i.Image),
		Reading:    i.ReadingTime.Milliseconds(),
	}
	for _, e := range i.Enclosures {
		d.Enclosures = append(d.Enclosures, enclosed{clean(e.URL), clean(e.Type), e.Bytes, e.Duration.Milliseconds()})
	}
	return d
}

func (d itemDoc) item() curation.Item {
	i := curation.Item{
		ID:         d.ID,
		StoryID:    d.StoryID,
		FeedURL:    d.FeedURL,
		FeedTitle:  d.FeedTitle,
		GUID:       d.GUID,
		URL:        d.URL,
		Title:      d.Title,
		Summary:    d.Summary,
		Text:       d.Text,
		Author:     d.Author,
		Authors:    d.Authors,
		Categories: d.Categories,
		Language:   d.Language,
		Format:     curation.Format(d.Format),
		Published:  instant(d.Published),
		Updated:    instant(d.Updated),
		FirstSeen:  instant(d.FirstSeen),
		Image:      d.Image,

		ReadingTime: time.Duration(d.Reading) * time.Millisecond,
	}
	for _, e := range d.Enclosures {
		i.Enclosures = append(i.Enclosures, curation.Attachment{
			URL: e.URL, Type: e.Type, Bytes: e.Bytes, Duration: time.Duration(e.Duration) * time.Millisecond,
		})
	}
	return i
}

// cleanAll cleans each text. What it returns is not nil, and may be list.
func cleanAll[S ~string](list []S) []S {
	dirty := func(s S) bool { return clean(string(s)) != string(s) }
	if list != nil && !slices.ContainsFunc(list, dirty) {
		return list
	}
	out := make([]S, len(list))
	for i, s := range list {
		out[i] = S(clean(string(s)))
	}
	return out
}

func cleanReasons(list []curation.Reason) []curation.Reason {
	out := make([]curation.Reason, len(list))
	for i, r := range list {
		r.Kind = curation.ReasonKind(clean(string(r.Kind)))
		r.Topic, r.Evidence, r.Where = clean(r.Topic), clean(r.Evidence), clean(r.Where)
		out[i] = r
	}
	return out
}

// encode writes JSON as text for a column, with < > & as they are.
func encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// list scans a column that holds a list in JSON. An empty list becomes nil.
type list[T any] struct{ into *[]T }

// Scan implements sql.Scanner.
func (l list[T]) Scan(src any) error {
	if err := decode(src, l.into); err != nil {
		return err
	}
	if len(*l.into) == 0 {
		*l.into = nil
	}
	return nil
}

// snapshot scans a column that holds an item in JSON.
type snapshot struct{ into *curation.Item }

// Scan implements sql.Scanner.
func (s snapshot) Scan(src any) error {
	var d itemDoc
	var err error
	switch text := src.(type) {
	case string:
		err = d.parse(text)
	case []byte:
		err = d.parse(string(text))
	default:
		err = errNotText
	}
	*s.into = d.item()
	return err
}

func decode(src, into any) error {
	switch text := src.(type) {
	case string:
		return json.Unmarshal([]byte(text), into)
	case []byte:
		return json.Unmarshal(text, into)
	}
	return errNotText
}

// when scans a column that holds an instant.
type when struct{ into *time.Time }

// Scan implements sql.Scanner.
func (w when) Scan(src any) error {
	ms, ok := src.(int64)
	if !ok {
		return errNotInstant
	}
	*w.into = instant(ms)
	return nil
}

// weekday is a time.Weekday: 0 is Sunday.
type weekday = time.Weekday

var (
	errNotText    = errors.New("the column does not hold text")
	errNotInstant = errors.New("the column does not hold a number")
)
