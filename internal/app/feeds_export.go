package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/pickwick/internal/config"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/ingest/opml"
)

// ExportOptions say what an export writes: all lists, unless one is named.
type ExportOptions struct {
	Persona string
	Company bool
	JSON    bool // one object a line instead of OPML
}

// ListedFeed is a feed of a list, for programs.
type ListedFeed struct {
	List  string `json:"list"` // the persona, or "company"
	URL   string `json:"url"`
	Title string `json:"title"`
}

// companyList is what the list of the company is called among the personas'.
const companyList = "company"

// ExportFeeds writes the lists of the configuration in OPML 2.0, each in a
// folder of its own, and returns the number of feeds.
func ExportFeeds(out io.Writer, cfg *config.Config, o ExportOptions) (int, error) {
	var entries []opml.Entry
	add := func(list string, feeds []curation.Feed) {
		for _, f := range feeds {
			entries = append(entries, opml.Entry{URL: f.URL, Title: f.Title, Category: []string{list}})
		}
	}
	var known []string
	for _, p := range cfg.Personas {
		known = append(known, p.ID)
		if o.Persona == p.ID || o.Persona == "" && !o.Company {
			add(p.ID, p.Feeds)
		}
	}
	if o.Persona != "" && !slices.Contains(known, o.Persona) {
		return 0, curation.Errorf(curation.Invalid, "there is no persona %q: the personas are %s", o.Persona, strings.Join(known, ", "))
	}
	if o.Persona == "" {
		add(companyList, cfg.Profile.Feeds)
	}
	if !o.JSON {
		return len(entries), opml.Write(out, "Feeds of "+cfg.Company, entries)
	}
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	for _, e := range entries {
		if err := lines.Encode(ListedFeed{e.Category[0], e.URL, e.Title}); err != nil {
			return 0, fmt.Errorf("write the list: %w", err)
		}
	}
	return len(entries), nil
}

// CheckExport finds what would be lost, or misplaced, if an export were written
// to a file: the error, of kind curation.Invalid, says what to do instead. An
// earlier export may be replaced.
func CheckExport(name string, cfg *config.Config, o ExportOptions) error {
	isPersona := func(p curation.Persona) bool { return p.ID == name }
	switch ext := strings.ToLower(filepath.Ext(name)); {
	case slices.ContainsFunc(cfg.Personas, isPersona):
		return curation.Errorf(curation.Invalid, "%s is a persona, not a file: did you mean --persona %s?", name, name)
	case name == companyList:
		return curation.Errorf(curation.Invalid, "%s is a list, not a file: did you mean --company?", name)
	case ext == ".yaml" || ext == ".yml":
		return curation.Errorf(curation.Invalid, "%s: an export is no YAML and would take the place of what is: choose a name that ends in .opml", name)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(name))
	if errors.Is(err, fs.ErrNotExist) {
		return curation.Errorf(curation.Invalid, "there is no folder %s: make it, or name a file elsewhere", filepath.Dir(name))
	} else if err != nil {
		return fmt.Errorf("look for the folder of %s: %w", name, err)
	}
	if lists, err := filepath.EvalSymlinks(cfg.FeedsDir); err == nil && within(dir, lists) {
		return curation.Errorf(curation.Invalid, "%s is in the folder of the feed lists: name a file elsewhere", name)
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at what is there: %w", err)
	case info.IsDir():
		return curation.Errorf(curation.Invalid, "%s is a folder: name a file in it", name)
	case !info.Mode().IsRegular():
		return curation.Errorf(curation.Invalid, "%s is no ordinary file: leave it out to write to standard output", name)
	}
	if is, err := isExport(name, o.JSON); err != nil || is {
		return err
	}
	return curation.Errorf(curation.Invalid, "%s is there already and is not %s: choose another name, or delete it",
		name, map[bool]string{false: "OPML", true: "what --json writes"}[o.JSON])
}

// within reports that a folder is another, or below it. Both are as they are
// on the disk, apart from being relative.
func within(dir, of string) bool {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	rel, err := filepath.Rel(of, dir)
	return err == nil && filepath.IsLocal(rel)
}

// isExport reports that a file begins like what ExportFeeds writes, or is empty.
func isExport(name string, asJSON bool) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, fmt.Errorf("look at what is there: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	in := bufio.NewReader(io.LimitReader(f, 64<<10))
	begin, err := in.Peek(1 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("look at what is there: %w", err)
	}
	if len(begin) == 0 {
		return true, nil
	}
	if !asJSON {
		begin = bytes.TrimSpace(bytes.TrimPrefix(begin, []byte("\uFEFF")))
		return bytes.HasPrefix(begin, []byte("<")) && bytes.Contains(bytes.ToLower(begin), []byte("<opml")), nil
	}
	var first ListedFeed
	err = json.NewDecoder(in).Decode(&first)
	return err == nil && first.List != "" && first.URL != "", nil
}
