package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// inside reports problems whose place is not in the file, and texts that a
// terminal or a log would not show on one line.
func inside(t interface {
	Helper()
	Errorf(string, ...any)
}, data []byte, report Report,
) {
	t.Helper()
	lines := strings.Split(strings.TrimPrefix(string(data), "\uFEFF"), "\n")
	for _, p := range append(report.Mistakes, report.Warnings...) {
		if p.Line < 1 || p.Line > len(lines) {
			t.Errorf("%v: the file has %d lines", p, len(lines))
			continue
		}
		if n := utf8.RuneCountInString(lines[p.Line-1]) + 1; p.Column < 1 || p.Column > n {
			t.Errorf("%v: the line has %d columns", p, n)
		}
		if p.Text == "" || strings.ContainsFunc(p.Text, func(r rune) bool { return r < ' ' || r == 0x7F }) {
			t.Errorf("%q is not one line", p.Text)
		}
	}
}

// FuzzDocument holds that any bytes in any of the three YAML files give either
// mistakes at places inside the file or a document that the structs can hold.
func FuzzDocument(f *testing.F) {
	wrong, err := filepath.Glob("testdata/wrong/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(wrong, "testdata/good.txtar") {
		for name, content := range archive(f, file) {
			for kind := range 3 {
				if filepath.Ext(name) == ".yaml" {
					f.Add(byte(kind), []byte(content))
				}
			}
		}
	}
	s, err := compileSchemas()
	if err != nil {
		f.Fatal(err)
	}
	app := newDocument("pickwick.yaml", new(Report))
	app.parse([]byte("company: Acme\n"))
	f.Fuzz(func(t *testing.T, kind byte, data []byte) {
		r := new(Report)
		d := newDocument("feeds/cfo.yaml", r)
		d.parse(data)
		var decode func() error
		switch kind % 3 {
		case 0:
			d.check(s.app)
			d.checkMix()
			decode = func() error { _, err := build("/pickwick.yaml", environment{}, d, lists{}); return err }
		case 1:
			d.check(s.persona)
			d.checkPersona(map[string]string{"cfo": d.file})
			d.checkFeeds(map[string]place{})
			d.warnPersona()
			decode = func() error { _, err := d.persona(); return err }
		case 2:
			d.check(s.company)
			d.checkFeeds(map[string]place{})
			d.checkCompany(app, []string{"cfo"}, map[string]place{})
			d.warnCompany([]string{"cfo"})
			decode = func() error { _, err := lists{company: d}.profile("Acme"); return err }
		}
		inside(t, data, r.sorted())
		if len(r.Mistakes) == 0 {
			if err := decode(); err != nil {
				t.Errorf("it passes every check, but: %v", err)
			}
		}
	})
}

func FuzzReps(f *testing.F) {
	wrong, err := filepath.Glob("testdata/wrong/reps-*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range wrong {
		f.Add([]byte(archive(f, file)["configs/reps.csv"]))
	}
	cfg := &Config{Personas: []curation.Persona{{ID: "cfo"}}}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := new(Report)
		reps := newRepReader(newDocument("reps.csv", r), cfg).read(data)
		inside(t, data, r.sorted())
		for _, rep := range reps {
			if len(r.Mistakes) == 0 && (rep.ID == "" || rep.Name == "" || rep.Chat.Chat == "" || len(rep.Personas) == 0) {
				t.Errorf("a rep lacks what is needed: %+v", rep)
			}
		}
	})
}

// TestDamagedFilesAreReportedOrLoaded damages a good installation in every way
// that editing goes wrong.
func TestDamagedFilesAreReportedOrLoaded(t *testing.T) {
	files := good(t)
	install(t, files)
	var names []string
	for name := range files {
		if filepath.Ext(name) == ".yaml" {
			names = append(names, name)
		}
	}
	pieces := []string{"", "\n", " ", "\t", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "&a", "*a", "!!int ", "|", ">", "%", "@", "?", "---\n", "\r\n", "\uFEFF", "\x00", "\xff", "é", "\u00A0", "– ", "“", "null", "no", "1e9", "0x10"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "file")
		data := files[name]
		for range rapid.IntRange(1, 4).Draw(t, "times") {
			from := rapid.IntRange(0, len(data)).Draw(t, "from")
			to := min(len(data), from+rapid.IntRange(0, 12).Draw(t, "length"))
			data = data[:from] + rapid.SampledFrom(pieces).Draw(t, "piece") + data[to:]
		}
		if err := os.WriteFile(name, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := os.WriteFile(name, []byte(files[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		}()
		cfg, report := Load("", nil)
		if (cfg == nil) != (len(report.Mistakes) > 0) {
			t.Errorf("loaded: %t, with %d mistakes", cfg != nil, len(report.Mistakes))
		}
		for _, p := range append(report.Mistakes, report.Warnings...) {
			inside(t, []byte(map[bool]string{true: data, false: files[p.File]}[p.File == name]), Report{Mistakes: []Problem{p}})
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, report := Load("../../configs/pickwick.yaml", nil); report.Err() != nil {
			b.Fatal(report.Err())
		}
	}
}

func BenchmarkSchemas(b *testing.B) {
	for b.Loop() {
		if _, err := compileSchemas(); err != nil {
			b.Fatal(err)
		}
	}
}
