package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"example.com/pickwick/internal/curation"
)

// Addition is feeds to be added to one list.
type Addition struct {
	Persona string          // whose list it is; empty for the company's
	Name    string          // of the persona; makes a list for a new one
	Feeds   []curation.Feed // their addresses and titles
	DryRun  bool            // write nothing
}

// Added is what became of an Addition.
type Added struct {
	File     string      // the list, as its user would type it
	Created  bool        // there was no such list
	Feeds    []AddedFeed // one for each of the Addition
	Config   *Config     // with the list as it is now, or would be
	Warnings []Problem   // that there were not without it; without a line in a file that was not written
}

// AddedFeed is what became of one feed. At most one of its fields is set; none
// means that it was added as it was given.
type AddedFeed struct {
	Listed  string         // where it stands already, such as "feeds/cfo.yaml:12"
	Repeats *curation.Feed // the feed of the Addition that is the same one
	Refused string         // why it can't stand on a list
	As      Spelling       // it was added so
}

// Spelling is how another list spells the address of a feed.
type Spelling struct {
	URL string
	At  string // where it stands, such as "feeds/hr.yaml:3"
}

// IsNew reports that the feed was added.
func (f AddedFeed) IsNew() bool { return f.Listed == "" && f.Repeats == nil && f.Refused == "" }

// AddFeeds adds feeds to a list and leaves every other line of it as it was:
// comments, order and all. A feed that the list has already, or that stands on
// the other side, the company's or others', is left out. One that another
// persona's list spells differently is added as that list spells it, so that it
// is fetched once. file and environ are those of Load.
//
// The whole configuration is loaded with the new list before anything is
// written; if there is a mistake, whether old or new, nothing is. The list is
// replaced at once. Errors are of kind curation.Invalid for mistakes, with all
// of them, and curation.Conflict when somebody else changed the list meanwhile.
func AddFeeds(file string, environ []string, a Addition) (Added, error) {
	l, err := findList(file, environ, a)
	if err != nil {
		return Added{}, err
	}
	added := Added{File: shown(l.path), Created: l.old == nil, Feeds: l.sort(a.Feeds)}
	var feeds []curation.Feed
	for i, f := range added.Feeds {
		if f.IsNew() {
			feed := a.Feeds[i]
			feed.URL = cmp.Or(f.As.URL, feed.URL)
			feeds = append(feeds, feed)
		}
	}
	text := l.old
	switch {
	case len(feeds) == 0 && added.Created:
		return Added{}, curation.Errorf(curation.Invalid, "%s: a list needs at least one feed, and there is none to add", added.File)
	case len(feeds) > 0:
		if text, err = l.with(feeds); err != nil {
			if _, report := Load(file, environ); len(report.Mistakes) > 0 {
				err = report.Err() // what is wrong already is to be mended first
			}
			return Added{}, err
		}
	}
	cfg, report := loadEdited(file, environ, edited{l.path: text})
	if err := report.Err(); err != nil {
		return Added{}, err
	}
	added.Config = cfg
	_, before := Load(file, environ)
	added.Warnings = newWarnings(filepath.Dir(added.File), before, report)
	for i := range added.Warnings {
		if w := &added.Warnings[i]; a.DryRun && w.File == added.File {
			w.Line, w.Column = 0, 0
		}
	}
	if a.DryRun || len(feeds) == 0 {
		return added, nil
	}
	return added, replaceFile(l.path, l.old, text)
}

// newWarnings are those of the lists that were not there before, whatever their
// line.
func newWarnings(lists string, before, after Report) []Problem {
	anywhere := func(p Problem) Problem { return Problem{File: p.File, Text: p.Text} }
	known := map[Problem]int{}
	for _, w := range before.Warnings {
		known[anywhere(w)]++
	}
	var fresh []Problem
	for _, w := range after.Warnings {
		if known[anywhere(w)]--; known[anywhere(w)] < 0 && filepath.Dir(w.File) == lists {
			fresh = append(fresh, w)
		}
	}
	return fresh
}

// list is a list that is to be changed.
type list struct {
	path   string // absolute
	old    []byte // nil when there is none
	doc    *document
	head   string           // what a new list begins with
	places map[string]place // of the feeds that can't be added, by sameFeed
	others map[string]place // of those on other lists of the same side, likewise
}

// findList finds the list that an Addition is for.
func findList(file string, environ []string, a Addition) (*list, error) {
	env := readEnvironment(environ, new(Report))
	file, err := filepath.Abs(cmp.Or(file, env.Config, DefaultFile))
	if err != nil {
		return nil, err
	}
	app := readDocument(file, nil, new(Report))
	if app.root == nil {
		_, report := Load(file, environ) // which says why
		return nil, report.Err()
	}
	dir := feedsDir(file, app)
	schemas := filepath.Join(filepath.Dir(file), "schema")
	company, _ := text(child(app.root, "company"))
	l := &list{path: filepath.Join(dir, companyFileName), head: schemaLine(dir, filepath.Join(schemas, "company.schema.json")) + "company: " + scalar(company) + "\n", places: map[string]place{}, others: map[string]place{}}
	if a.Persona != "" {
		if err := checkPersonaID(a.Persona); err != nil {
			return nil, curation.Errorf(curation.Invalid, "the persona %w", err)
		}
		if a.Persona == personaOf(companyFileName) {
			return nil, curation.Errorf(curation.Invalid, "%s is the list of the company and no persona: name it with --company", companyFileName)
		}
		l.path = filepath.Join(dir, a.Persona+".yaml")
		l.head = schemaLine(dir, filepath.Join(schemas, "persona.schema.json")) + "persona: " + a.Persona + "\nname: " + scalar(a.Name) + "\n"
	}
	if l.old, err = readFile(l.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, curation.Errorf(curation.Invalid, "%s: can't read it: %s", shown(l.path), inWords(err))
	}
	names, _ := listNames(dir, nil, new(Report)) // none when there is no folder yet
	l.doc = newDocument(shown(l.path), new(Report))
	if l.old != nil {
		l.doc.parse(l.old)
	}
	if err := l.checkName(a, names); err != nil {
		return nil, err
	}
	for _, name := range names {
		path, into := filepath.Join(dir, name), l.others
		if path == l.path || (name == companyFileName) != (a.Persona == "") {
			into = l.places
		}
		readDocument(path, nil, new(Report)).checkFeeds(into)
	}
	return l, nil
}

// schemaLine tells editors which schema a list follows, by its path from the
// folder of the lists. It is empty when the schema isn't there.
func schemaLine(dir, schema string) string {
	if _, err := os.Stat(schema); err != nil {
		return ""
	}
	path, err := filepath.Rel(dir, schema)
	if err != nil || strings.ContainsFunc(path, func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }) {
		return ""
	}
	return "# yaml-language-server: $schema=" + filepath.ToSlash(path) + "\n"
}

// checkName reports a name that a list needs, or that it doesn't have.
func (l *list) checkName(a Addition, names []string) error {
	name, _ := text(child(l.doc.root, "name"))
	switch {
	case a.Persona == "" || l.old != nil && (a.Name == "" || oneLine(a.Name) == oneLine(name)):
		return nil
	case l.old != nil:
		return curation.Errorf(curation.Invalid, "%s: the persona is there already, as %s: leave --name out", l.doc.file, quote(name))
	case strings.TrimSpace(a.Name) != "":
		return nil
	}
	var known []string
	for _, n := range names {
		if n != companyFileName {
			known = append(known, personaOf(n))
		}
	}
	words := "there is no persona %s: to make it, say who it is with --name TEXT"
	if near := Nearest(a.Persona, known); near != "" {
		words += "; or did you mean `" + near + "`?"
	} else if len(known) > 0 {
		words += "; the personas are " + strings.Join(known, ", ")
	}
	return curation.Errorf(curation.Invalid, words, quote(a.Persona))
}

// sort says of each feed whether it is to be added.
func (l *list) sort(feeds []curation.Feed) []AddedFeed {
	all := make([]AddedFeed, len(feeds))
	first := map[string]*curation.Feed{}
	for i := range feeds {
		f := &feeds[i]
		if err := checkWebAddress(f.URL); err != nil {
			all[i].Refused = err.Error()
			continue
		}
		key := sameFeed(f.URL)
		if at, listed := l.places[key]; listed {
			all[i].Listed = at.String()
		} else if first[key] != nil {
			all[i].Repeats = first[key]
		} else {
			first[key] = f
			if at, listed := l.others[key]; listed && at.address != f.URL {
				all[i].As = Spelling{at.address, at.String()}
			}
		}
	}
	return all
}

// replaceFile puts a text in the place of a file at once, so that nobody ever
// reads half of it, unless the file is no longer what it was.
func replaceFile(path string, old, text []byte) (err error) {
	mode := fs.FileMode(0o644)
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	} else if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("make the folder of the feed lists: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".pickwick-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", shown(path), err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name()) // it is of no use any more
		}
	}()
	_, err = tmp.Write(text)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write %s: %w", shown(path), err)
	}
	now, err := readFile(path)
	if there := err == nil; there != (old != nil) || !bytes.Equal(now, old) {
		return curation.Errorf(curation.Conflict, "%s was changed by somebody else just now: try again", shown(path))
	}
	if err = os.Rename(tmp.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", shown(path), err)
	}
	return nil
}
