package config

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// DefaultFile is read when nothing else is said.
const DefaultFile = "configs/pickwick.yaml"

// Load reads pickwick.yaml and the feed lists that it names. The file is the
// one given, or else the one that PICKWICK_CONFIG names, or else DefaultFile.
// environ holds settings as os.Environ gives them. The Config is nil if there
// is any mistake.
func Load(file string, environ []string) (*Config, Report) {
	return loadEdited(file, environ, nil)
}

// loadEdited is Load with some files as they would be after an edit.
func loadEdited(file string, environ []string, e edited) (*Config, Report) {
	r := new(Report)
	env := readEnvironment(environ, r)
	file, err := filepath.Abs(cmp.Or(file, env.Config, DefaultFile))
	if err != nil {
		r.mistake(file, "can't find it: %v", err)
		return nil, r.sorted()
	}
	s, err := compileSchemas()
	if err != nil {
		r.mistake("the schemas", "%v", err)
		return nil, r.sorted()
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		r.mistake(shown(file), "there is no such file: name another with --config or PICKWICK_CONFIG")
		return nil, r.sorted()
	}
	app := readDocument(file, e, r)
	app.check(s.app)
	app.checkMix()
	app.checkTell()
	if len(r.Mistakes) > 0 && (app.root == nil || app.broken[app.root]) {
		return nil, r.sorted() // it doesn't say where the feed lists are
	}
	app.warnToken(env)
	lists := readLists(feedsDir(file, app), app, s, e, r)
	if len(r.Mistakes) > 0 {
		return nil, r.sorted()
	}
	c, err := build(file, env, app, lists)
	if err != nil {
		r.mistake(app.file, "%v", err) // a fault of ours: the schema lets pass what a struct can't hold
		return nil, r.sorted()
	}
	return c, r.sorted()
}

// feedsDir is the absolute folder of the feed lists.
func feedsDir(file string, app *document) string {
	dir, ok := text(child(app.root, "feeds"))
	if !ok || strings.TrimSpace(dir) == "" {
		dir = defaultApp().Feeds
	}
	return below(file, dir)
}

// below reads a path as relative to the folder of a file.
func below(file, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(filepath.Dir(file), path)
}

// lists are the documents in the folder of the feed lists.
type lists struct {
	personas []*document // by persona
	company  *document   // nil when there is none
}

func readLists(dir string, app *document, s schemas, e edited, r *Report) (l lists) {
	names, err := listNames(dir, e, r)
	if err != nil {
		app.mistake(app.at("feeds"), "can't read the folder of the feed lists, %s: %s", shown(dir), inWords(err))
		return l
	}
	var ids []string
	files, others := map[string]string{}, map[string]place{}
	for _, name := range names {
		if name != companyFileName {
			ids = append(ids, personaOf(name))
			files[personaOf(name)] = shown(filepath.Join(dir, name))
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		before := len(r.Mistakes)
		d := readDocument(filepath.Join(dir, id+".yaml"), e, r)
		d.check(s.persona)
		d.checkPersona(files)
		d.checkFeeds(others)
		if len(r.Mistakes) == before {
			d.warnPersona()
		}
		l.personas = append(l.personas, d)
	}
	if len(ids) == 0 {
		app.mistake(app.at("feeds"), "the folder of the feed lists, %s, has no persona: add one as NAME.yaml", shown(dir))
	}
	if !slices.Contains(names, companyFileName) {
		app.warn(app.at("feeds"), "the folder of the feed lists has no %s: no company content can be offered", companyFileName)
		return l
	}
	before := len(r.Mistakes)
	l.company = readDocument(filepath.Join(dir, companyFileName), e, r)
	l.company.check(s.company)
	l.company.checkFeeds(map[string]place{})
	l.company.checkCompany(app, ids, others)
	if len(r.Mistakes) == before {
		l.company.warnCompany(ids)
	}
	return l
}

const companyFileName = "company.yaml"

// listNames are the names of the lists in a folder: visible *.yaml files.
func listNames(dir string, e edited, r *Report) ([]string, error) {
	var names []string
	for path := range e {
		if filepath.Dir(path) == dir {
			names = append(names, filepath.Base(path))
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil && len(names) == 0 {
		return nil, err
	}
	for _, entry := range entries {
		switch name := entry.Name(); {
		case slices.Contains(names, name):
		case strings.HasPrefix(name, "."):
		case filepath.Ext(name) == ".yaml":
			names = append(names, name)
		case filepath.Ext(name) == ".yml":
			r.Warnings = append(r.Warnings, Problem{File: shown(filepath.Join(dir, name)), Text: "the file is not read: rename it to .yaml"})
		}
	}
	return names, nil
}

// warnToken points at a chat that can't be reached for want of its token.
func (d *document) warnToken(env environment) {
	if k, v := entry(child(d.root, "chat"), "discord"); v != nil && env.DiscordToken == "" {
		d.warn(k, "there is no bot token: set PICKWICK_DISCORD_TOKEN, or PICKWICK_DISCORD_TOKEN_FILE to the path of a file that holds it, before `pickwick serve`")
	}
}
