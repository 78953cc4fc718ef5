package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// good is an installation without a mistake or a warning. Each file of
// testdata/wrong replaces some of its files.
func good(tb testing.TB) map[string]string {
	tb.Helper()
	return archive(tb, "testdata/good.txtar")
}

func archive(tb testing.TB, file string) map[string]string {
	tb.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range a.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// absent as the content of a file means that there is none.
const absent = "(no file)\n"

// install writes files into a new folder and makes it the working directory.
func install(tb testing.TB, files map[string]string) {
	tb.Helper()
	dir := tb.TempDir()
	for name, content := range files {
		if content == absent {
			continue
		}
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	tb.Chdir(dir)
}

// findings loads the installation in the working directory, and its reps if it
// has any, and lists what was found, a line each.
func findings(t *testing.T, environ []string) string {
	t.Helper()
	cfg, report := Load("", environ)
	if (cfg == nil) != (len(report.Mistakes) > 0) {
		t.Errorf("a configuration is loaded: %t, with %d mistakes", cfg != nil, len(report.Mistakes))
	}
	if _, err := os.Stat("configs/reps.csv"); err == nil && cfg != nil {
		reps, more := LoadReps("configs/reps.csv", cfg)
		if reps != nil && len(more.Mistakes) > 0 {
			t.Error("reps were loaded in spite of mistakes")
		}
		report = Report{Mistakes: append(report.Mistakes, more.Mistakes...), Warnings: append(report.Warnings, more.Warnings...)}
	}
	var out strings.Builder
	for _, p := range report.Mistakes {
		out.WriteString(p.String() + "\n")
	}
	for _, p := range report.Warnings {
		out.WriteString("warning: " + p.String() + "\n")
	}
	return out.String()
}

func TestWrongFilesGiveExactlyTheExpectedMessages(t *testing.T) {
	base := good(t)
	cases, err := filepath.Glob("testdata/wrong/*.txtar")
	if err != nil || len(cases) < 45 {
		t.Fatalf("%d wrong files, %v", len(cases), err)
	}
	home, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			files := archive(t, file)
			want, env := files["want"], strings.Fields(files["env"])
			delete(files, "want")
			delete(files, "env")
			for name, content := range base {
				if _, replaced := files[name]; !replaced {
					files[name] = content
				}
			}
			install(t, files)
			got := findings(t, env)
			if got == "" {
				t.Error("nothing was found")
			}
			if *update {
				expect(t, filepath.Join(home, file), got)
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

// expect writes the want section of a case anew.
func expect(t *testing.T, file, want string) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	kept := a.Files[:0]
	for _, f := range a.Files {
		if f.Name != "want" {
			kept = append(kept, f)
		}
	}
	a.Files = append(kept, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTheGoodInstallationHasNothingToReport(t *testing.T) {
	install(t, good(t))
	if got := findings(t, nil); got != "" {
		t.Errorf("found:\n%s", got)
	}
}
