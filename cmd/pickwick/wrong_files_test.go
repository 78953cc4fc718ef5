package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestEveryWrongFileEndsWithStatus2AndChangesNothing runs the program on the
// table of wrong files of internal/config: a plan, or an import where there is
// a list of reps. It says exactly what the table says and leaves every file
// as it was, with none beside them.
func TestEveryWrongFileEndsWithStatus2AndChangesNothing(t *testing.T) {
	table, err := filepath.Abs(filepath.Join("..", "..", "internal", "config", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := filepath.Glob(filepath.Join(table, "wrong", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	good := sections(t, filepath.Join(table, "good.txtar"))
	ran := 0
	for _, file := range cases {
		files := sections(t, file)
		want, env := mistakesIn(files["want"]), strings.Fields(files["env"])
		if want == "" || strings.Contains(want, "there is no such file: name another") {
			continue // only warnings; or no configuration at all, which wrong_use.txtar is about
		}
		delete(files, "want")
		delete(files, "env")
		for name, text := range good {
			if _, ok := files[name]; !ok {
				files[name] = text
			}
		}
		ran++
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range files {
				if text != "(no file)\n" {
					write(t, filepath.Join(dir, name), text)
				}
			}
			t.Chdir(dir)
			before := snapshot(t, dir)
			args := []string{"plan"}
			if _, ok := before["configs/reps.csv"]; ok {
				args = []string{"reps", "import", "configs/reps.csv"}
			}
			var out, stderr bytes.Buffer
			status := run(t.Context(), args, &surroundings{in: &bytes.Buffer{}, out: &out, err: &stderr, environ: env, now: time.Now})
			if status != exitWrong || out.Len() > 0 {
				t.Errorf("exit status %d, want %d; printed %q", status, exitWrong, out.String())
			}
			if diff := cmp.Diff(want, stderr.String()); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
				t.Errorf("something changed (-before +after):\n%s", diff)
			}
		})
	}
	if ran < 30 {
		t.Errorf("only %d wrong files were run", ran)
	}
}

func sections(t *testing.T, file string) map[string]string {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range a.Files {
		files[f.Name] = string(f.Data)
	}
	return files
}

// mistakesIn leaves out the warnings, which stop nothing.
func mistakesIn(findings string) string {
	var b strings.Builder
	for line := range strings.Lines(findings) {
		if !strings.HasPrefix(line, "warning: ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// snapshot is every file below a folder with its content.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
