package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/discover"
	"example.com/pickwick/internal/ingest/fetch"
	"example.com/pickwick/internal/ingest/opml"
)

// FoundFeed is a feed of a site.
type FoundFeed struct {
	URL      string     `json:"url"`
	Title    string     `json:"title"`
	Type     string     `json:"type"` // such as "rss 2.0"
	Items    int        `json:"items"`
	Newest   *time.Time `json:"newest,omitempty"` // when its newest item was published; nil when no item has a date
	Comments bool       `json:"comments"`         // of readers, not of the site
}

// discoverer makes the client for a search, by the configuration if there is one.
func discoverer(cfg *config.Config) *fetch.Client {
	if cfg == nil {
		return fetch.New(fetch.Options{Gap: time.Second})
	}
	return newFetcher(cfg)
}

// DiscoverFeeds finds the feeds of the site that a page belongs to, the best
// first. There may be none. It needs no configuration: cfg may be nil.
func DiscoverFeeds(ctx context.Context, cfg *config.Config, page string, now time.Time) ([]FoundFeed, error) {
	client := discoverer(cfg)
	defer client.Close()
	found, err := discover.Feeds(ctx, client, page, now)
	if err != nil {
		return nil, err
	}
	feeds := make([]FoundFeed, len(found))
	for i, f := range found {
		feeds[i] = FoundFeed{URL: f.URL, Title: f.Title, Type: f.Type, Items: f.Items, Comments: f.Comments}
		if !f.LastPublished.IsZero() {
			feeds[i].Newest = &f.LastPublished
		}
	}
	return feeds, nil
}

// ImportOptions say which list an import is for.
type ImportOptions struct {
	Config  string   // the configuration file, as config.Load takes it
	Environ []string // likewise
	Source  string   // what the list that is read is called in messages
	Persona string   // whose list grows; empty for the company's
	Name    string   // of a new persona
	DryRun  bool     // write nothing
}

// Imported is what became of the feeds that an import read.
type Imported struct {
	List     string         `json:"list"`    // the file, as its user would type it
	Created  bool           `json:"created"` // there was no such list
	DryRun   bool           `json:"dry_run"` // nothing was written
	Added    []ImportedFeed `json:"added"`
	Known    []ImportedFeed `json:"known"`   // on a list already, or twice in what was read
	Refused  []ImportedFeed `json:"refused"` // with the reason
	Private  []ImportedFeed `json:"private"` // of those added, what the configuration keeps from being visited
	Warnings []string       `json:"warnings"`
}

// ImportedFeed is one feed of a list that was read.
type ImportedFeed struct {
	Line  int    `json:"line"` // of what was read
	URL   string `json:"url,omitempty"`
	Given string `json:"given,omitempty"` // how it was spelled there, when another list spells it like URL
	Title string `json:"title,omitempty"`
	Why   string `json:"why,omitempty"` // it was not added, or not so, in plain words
}

// ImportFeeds reads a list of feeds, in OPML, CSV or JSON, and adds them to a
// list of the configuration. It does so at once or, with an error, not at all.
func ImportFeeds(in io.Reader, o ImportOptions) (Imported, error) {
	data, err := io.ReadAll(io.LimitReader(in, opml.MaxBytes+1))
	if err != nil {
		return Imported{}, fmt.Errorf("read %s: %w", o.Source, err)
	}
	entries, problems, err := opml.Read(data)
	if err != nil {
		return Imported{}, curation.Errorf(curation.Invalid, "%s: %w", o.Source, err)
	}
	out := Imported{DryRun: o.DryRun, Added: []ImportedFeed{}, Known: []ImportedFeed{}, Refused: []ImportedFeed{}, Private: []ImportedFeed{}, Warnings: []string{}}
	for _, p := range problems {
		out.Refused = append(out.Refused, ImportedFeed{Line: p.Line, Why: p.Text})
	}
	if len(entries) == 0 {
		return Imported{}, nothingToImport(o.Source, out.Refused)
	}
	feeds := make([]curation.Feed, len(entries))
	for i, e := range entries {
		feeds[i] = curation.Feed{URL: e.URL, Title: e.Title}
	}
	added, err := config.AddFeeds(o.Config, o.Environ, config.Addition{Persona: o.Persona, Name: o.Name, Feeds: feeds, DryRun: o.DryRun})
	if err != nil {
		return Imported{}, err
	}
	out.List, out.Created = added.File, added.Created
	for _, w := range added.Warnings {
		out.Warnings = append(out.Warnings, w.String())
	}
	out.sort(entries, feeds, added)
	return out, nil
}

// nothingToImport is the error of a list without a feed that can be taken.
func nothingToImport(source string, refused []ImportedFeed) error {
	lines := []string{source + " names no feed that can be added"}
	for _, f := range refused {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", source, f.Line, f.Why))
	}
	return curation.Errorf(curation.Invalid, "%s", strings.Join(lines, "\n"))
}

// sort puts each entry where its outcome belongs.
func (out *Imported) sort(entries []opml.Entry, feeds []curation.Feed, added config.Added) {
	client := newFetcher(added.Config)
	defer client.Close()
	line := map[*curation.Feed]int{}
	for i, e := range entries {
		line[&feeds[i]] = e.Line
		f := ImportedFeed{Line: e.Line, URL: e.URL, Title: e.Title}
		switch was := added.Feeds[i]; {
		case was.Refused != "":
			f.Why = was.Refused
			out.Refused = append(out.Refused, f)
		case was.Listed != "":
			f.Why = "it is on the list " + was.Listed
			out.Known = append(out.Known, f)
		case was.Repeats != nil:
			f.Why = fmt.Sprintf("it is the feed of line %d", line[was.Repeats])
			out.Known = append(out.Known, f)
		default:
			if was.As.URL != "" {
				f.Given, f.URL, f.Why = f.URL, was.As.URL, was.As.At+" spells it so"
			}
			out.Added = append(out.Added, f)
			if err := client.Check(f.URL); err != nil {
				f.Why = err.Error()
				out.Private = append(out.Private, f)
			}
		}
	}
	slices.SortStableFunc(out.Refused, func(a, b ImportedFeed) int { return cmp.Compare(a.Line, b.Line) })
}
