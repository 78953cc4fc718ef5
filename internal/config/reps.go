package config

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"example.com/pickwick/internal/curation"
)

// columns of the reps' CSV, in the order in which they are usually written.
// The first four are needed.
func columns() []string {
	return []string{"id", "name", "chat", "personas", "timezone", "at", "days", "mix", "networks", "own_feeds"}
}

const neededColumns = 4

// LoadReps reads reps from CSV (RFC 4180) with a header row and lists
// separated by ";". No rep is returned if there is any mistake. cfg tells
// which personas, chats and feeds there are.
func LoadReps(file string, cfg *Config) ([]curation.Rep, Report) {
	r := new(Report)
	d := newDocument(shown(file), r)
	data, err := readFile(file)
	if err != nil {
		r.mistake(d.file, "can't read it: %s", inWords(err))
		return nil, r.sorted()
	}
	reps := newRepReader(d, cfg).read(data)
	if len(r.Mistakes) > 0 {
		return nil, r.sorted()
	}
	return reps, r.sorted()
}

// repReader reads one CSV file.
type repReader struct {
	d        *document
	cfg      *Config
	personas []string
	listed   map[string]string // feeds of the lists, and whose list
	ids      map[string]int    // line of each rep
	chats    map[string]int    // line of each address
	columns  []string          // of the header row
	in       *csv.Reader
	row      []string
}

func newRepReader(d *document, cfg *Config) *repReader {
	r := &repReader{d: d, cfg: cfg, listed: map[string]string{}, ids: map[string]int{}, chats: map[string]int{}}
	for _, p := range cfg.Personas {
		r.personas = append(r.personas, p.ID)
		for _, f := range p.Feeds {
			r.listed[sameFeed(f.URL)] = "of the persona " + p.ID
		}
	}
	for _, f := range cfg.Profile.Feeds {
		r.listed[sameFeed(f.URL)] = "of the company"
	}
	return r
}

func (r *repReader) read(data []byte) []curation.Rep {
	data, ok := r.d.scan(data)
	if !ok {
		return nil
	}
	r.in = csv.NewReader(bytes.NewReader(data))
	r.in.FieldsPerRecord = -1 // counted below, so that reading goes on
	var reps []curation.Rep
	for r.next() {
		if r.columns == nil {
			if !r.header() {
				return nil
			}
			continue
		}
		if len(r.row) != len(r.columns) {
			r.mistake(0, "this row has %d fields, the header row has %d: write empty fields too, and put a field with a comma in quotes", len(r.row), len(r.columns))
			continue
		}
		reps = append(reps, r.rep())
	}
	if len(reps) == 0 && len(r.d.report.Mistakes) == 0 {
		r.d.mistakeAt(1, 1, "the file has no reps: begin it with the row %s, and write a row for each", strings.Join(columns(), ","))
	}
	return reps
}

// next reads a row; it is false at the end and where the file is no CSV.
func (r *repReader) next() bool {
	row, err := r.in.Read()
	if errors.Is(err, io.EOF) {
		return false
	}
	if at := new(csv.ParseError); errors.As(err, &at) {
		line, column := at.Line, at.Column
		text := "a quote stands in the middle of a field: put the whole field in quotes, and write each quote inside it twice"
		if errors.Is(at.Err, csv.ErrQuote) { // seen where the quotes stop making sense, often far from their beginning
			line, column = at.StartLine, 1
			text = "a quoted field of this row is not closed, or text follows its closing quote"
		}
		r.d.mistakeAt(line, r.characters(line, column), "%s", text)
		return false
	}
	r.row = row
	return err == nil
}

func (r *repReader) line(n int) string {
	if n < 1 || n > len(r.d.lines) {
		return ""
	}
	return r.d.lines[n-1]
}

// characters turns a column in bytes into one in characters.
func (r *repReader) characters(line, column int) int {
	l := r.line(line)
	return utf8.RuneCountInString(l[:min(len(l), max(0, column-1))]) + 1
}

// place is where field i of the row begins.
func (r *repReader) place(i int) (line, column int) {
	line, column = r.in.FieldPos(i)
	return line, r.characters(line, column)
}

func (r *repReader) mistake(i int, format string, args ...any) {
	line, column := r.place(i)
	r.d.mistakeAt(line, column, format, args...)
}

func (r *repReader) warn(i int, format string, args ...any) {
	line, column := r.place(i)
	r.d.warn(&yaml.Node{Line: line, Column: column}, format, args...)
}

// header checks the header row; it is false when the rows can't be read by it.
func (r *repReader) header() bool {
	r.columns = make([]string, len(r.row))
	if len(r.row) == 1 && strings.Contains(r.row[0], ";") {
		r.mistake(0, "columns are separated by commas: save the file as CSV with commas (; separates the entries of a list)")
		return false
	}
	ok := true
	for i, name := range r.row {
		name = strings.TrimSpace(name)
		switch {
		case !slices.Contains(columns(), name):
			r.mistake(i, "unknown column %s: %s", quote(name), suggestion(name, columns()))
		case slices.Contains(r.columns[:i], name):
			r.mistake(i, "the column %s stands twice: keep one", name)
		}
		r.columns[i] = name
	}
	for _, name := range columns()[:neededColumns] {
		if !slices.Contains(r.columns, name) {
			r.mistake(0, "the column %s is missing: %s are needed", name, strings.Join(columns()[:neededColumns], ", "))
			ok = false
		}
	}
	return ok
}

// field is the trimmed text of a column and its number.
func (r *repReader) field(name string) (s string, i int) {
	if i = slices.Index(r.columns, name); i < 0 {
		return "", 0
	}
	return oneLine(r.row[i]), i
}

// list is the entries of a column, each accepted by check and none twice.
func (r *repReader) list(name string, check func(string) error) []string {
	s, i := r.field(name)
	if n := strings.Count(s, ";"); n >= maxKeys {
		r.mistake(i, "%s: the list has more than the %d entries that are read", name, maxKeys)
		return nil
	}
	var out []string
	for e := range strings.SplitSeq(s, ";") {
		if e = strings.TrimSpace(e); e == "" {
			continue
		}
		switch err := check(e); {
		case err != nil:
			r.mistake(i, "%s: %v", name, err)
		case slices.Contains(out, e):
			r.mistake(i, "%s: %s stands twice: keep one", name, quote(e))
		}
		out = append(out, e)
	}
	return out
}

// one is the text of a column, which check accepts or which is empty.
func (r *repReader) one(name string, check func(string) error) string {
	s, i := r.field(name)
	if s != "" {
		if err := check(s); err != nil {
			r.mistake(i, "%s: %v", name, err)
		}
	}
	return s
}

func (r *repReader) rep() curation.Rep {
	for _, name := range columns()[:neededColumns] {
		if s, i := r.field(name); strings.Trim(s, "; ") == "" {
			r.mistake(i, "%s is empty: every rep needs one", name)
		}
	}
	line, _ := r.place(0)
	rep := curation.Rep{
		ID: r.one("id", func(s string) error {
			key := strings.ToLower(s)
			if first := r.ids[key]; first != 0 {
				return fmt.Errorf("%s stands twice, first on line %d: give each rep an id of their own", quote(s), first)
			}
			r.ids[key] = line
			return checkRepID(s)
		}),
		Chat:     curation.ParseAddress(r.one("chat", checkChat)),
		Personas: r.list("personas", r.checkPersona),
		TimeZone: r.one("timezone", checkTimeZone),
		At:       r.one("at", checkTimeOfDay),
		Days:     weekdays(r.list("days", oneOf([]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}))),
		OwnFeeds: r.list("own_feeds", r.checkOwnFeed),
		State:    curation.RepActive,
	}
	rep.Name, _ = r.field("name")
	var networks []string
	for _, n := range curation.Networks() {
		networks = append(networks, string(n))
	}
	for _, n := range r.list("networks", oneOf(networks)) {
		rep.Networks = append(rep.Networks, curation.Network(n))
	}
	r.one("mix", func(s string) (err error) { rep.Mix, err = curation.ParseMix(s); return err })
	r.warnChat(rep.Chat, line)
	return rep
}

var repID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

func checkRepID(s string) error {
	if !repID.MatchString(s) {
		return fmt.Errorf("%s can't be an id: use letters, digits, . - and _, at most 64", quote(s))
	}
	return nil
}

func checkChat(s string) error {
	a := curation.ParseAddress(s)
	switch a.Chat {
	case "console":
		if a.User != "" {
			return errors.New("console has no users: write console alone")
		}
	case "discord":
		if !discordID.MatchString(a.User) {
			return errors.New("it is not a Discord user: write discord: and the user's number, such as discord:81384788765712384")
		}
	default:
		return fmt.Errorf("%s is not a known chat: %s", quote(a.Chat), suggestion(a.Chat, []string{"console", "discord"}))
	}
	return nil
}

// warnChat points at reps who would not be reached, or reached for another.
func (r *repReader) warnChat(a curation.Address, line int) {
	_, i := r.field("chat")
	if (a.Chat == "discord" && r.cfg.Chat.Discord == nil) || (a.Chat == "console" && !r.cfg.Chat.Console) {
		r.warn(i, "the chat %s is not set up in pickwick.yaml: this rep can't be reached until it is", a.Chat)
	}
	if a.User == "" {
		return
	}
	if first := r.chats[a.String()]; first != 0 {
		r.warn(i, "the rep on line %d has the same chat: one person would get the picks of both", first)
	}
	r.chats[a.String()] = line
}

func (r *repReader) checkPersona(s string) error {
	if !slices.Contains(r.personas, s) {
		return fmt.Errorf("there is no persona %s: %s", quote(s), suggestion(s, r.personas))
	}
	return nil
}

func (r *repReader) checkOwnFeed(s string) error {
	if err := checkWebAddress(s); err != nil {
		return err
	}
	if whose, listed := r.listed[sameFeed(s)]; listed {
		return fmt.Errorf("this feed is on the list %s too: it is either the rep's own or not, keep it in one", whose)
	}
	return nil
}

// oneOf accepts the known words.
func oneOf(known []string) func(string) error {
	return func(s string) error {
		if !slices.Contains(known, s) {
			return fmt.Errorf("%s is not known here: %s", quote(s), suggestion(s, known))
		}
		return nil
	}
}
