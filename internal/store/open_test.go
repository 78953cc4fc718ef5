package store_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/store"
)

func TestWhatCannotBeOpenedIsSaid(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	database := postgres.Database(t)
	for _, c := range []struct {
		name, dsn string
		kind      curation.Kind
		says      string
	}{
		{"nothing", "", curation.Invalid, "no database is named"},
		{"another kind", "mysql://localhost/pickwick", curation.Invalid, "can't be reached by mysql://"},
		{"a folder", dir, curation.Invalid, "is a folder: name a file in it"},
		{"in no folder", filepath.Join(dir, "none", "pickwick.db"), curation.Invalid, "there is no folder " + filepath.Join(dir, "none")},
		{"in a file", filepath.Join(write("file", "x"), "pickwick.db"), curation.Invalid, "folder"},
		{"a text", write("text.db", strings.Repeat("Dear diary, ", 500)), curation.Invalid, "is not a database of Pickwick"},
		{"a wrong address", "postgres://ana:secret@host:port/x", curation.Invalid, "is not understood"},
		{"no server", "postgres://ana:secret@127.0.0.1:1/x?sslmode=disable", curation.Unavailable, "the database x on 127.0.0.1 can't be reached"},
		{"no such database", strings.Replace(database, "pickwick_test_", "never_made_", 1), curation.Invalid, "there is no database never_made_"},
		{"no such user", database + "&user=nobody_we_know", curation.Invalid, "refuses the user nobody_we_know"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := store.Open(t.Context(), c.dsn)
			if err == nil {
				_ = s.Close()
				t.Fatal("it was opened")
			}
			if got := curation.KindOf(err); got != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got kind %d, %q; want kind %d and %q", got, err, c.kind, c.says)
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}

func TestAnyFileNameWillDo(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"plain", "a b.db", "what?.db", "100%.db", "#1.db", "été.db", "a&_pragma=query_only(1).db", ":memory:"} {
		path := filepath.Join(dir, name)
		for range 2 {
			if err := mustOpen(t, path).Close(); err != nil {
				t.Fatal(err)
			}
		}
		if i, err := os.Stat(path); err != nil || i.Size() == 0 {
			t.Errorf("%q was not made (%v)", name, err)
		}
	}
}

// TestADatabaseThatMayNotBeWritten opens one as a user who may only read it.
func TestADatabaseThatMayNotBeWritten(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "pickwick.db")
	if err := mustOpen(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	cmd := child(t, "open", 0, path)
	if os.Geteuid() == 0 { // whom no permission stops: be somebody else, with a copy of this program
		cmd.Path = filepath.Join(dir, "child")
		copyFile(t, cmd.Args[0], cmd.Path)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	for _, f := range []struct {
		path string
		mode os.FileMode
	}{{path, 0o444}, {path + ".migrate.lock", 0o444}, {filepath.Dir(dir), 0o755}, {dir, 0o555}} {
		if err := os.Chmod(f.path, f.mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	out, err := cmd.Output()
	if errors.Is(err, fs.ErrPermission) {
		t.Skipf("another user can't run a program in %s: set TMPDIR to a folder that all may enter", dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	if said := string(out); !strings.Contains(said, "may") || !strings.Contains(said, path) || !strings.Contains(said, "permissions") && !strings.Contains(said, "check that this user") {
		t.Errorf("opening says %q", said)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestDamageIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pickwick.db")
	s := mustOpen(t, path)
	fill(t, s, 200)
	whole(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	for name, spoil := range map[string]func(b []byte) []byte{
		"header": func(b []byte) []byte { return append(bytes.Repeat([]byte{'x'}, 100), b[100:]...) },
		"schema": func(b []byte) []byte {
			return append(append(b[:100:100], bytes.Repeat([]byte{0xff}, page-100)...), b[page:]...)
		},
		"pages":     func(b []byte) []byte { return append(b[:2*page:2*page], bytes.Repeat([]byte{0xff}, len(b)-2*page)...) },
		"cut short": func(b []byte) []byte { return b[:len(b)/2] },
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, spoil(good), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := store.Open(t.Context(), path)
			if err == nil {
				defer s.Close()
				err = s.Check(t.Context())
			}
			if curation.KindOf(err) != curation.Invalid || !strings.Contains(err.Error(), "damaged") && !strings.Contains(err.Error(), "not a database") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSQLiteMustBeNewEnough(t *testing.T) {
	for version, ok := range map[string]bool{
		"3.51.2": false, "3.50.9": false, "2.99.99": false, "3.7.0": false,
		"3.51.3": true, "3.51.10": true, "3.53.4": true, "4.0.0": true,
	} {
		if err := store.CheckSQLite(version); (err == nil) != ok {
			t.Errorf("%s: %v", version, err)
		} else if !ok && curation.KindOf(err) != curation.Invalid {
			t.Errorf("%s: kind of %v", version, err)
		}
	}
	if err := store.CheckSQLite("three"); err == nil {
		t.Error("a version that is none was taken")
	}
}

func TestAReadOnlyServerIsSaid(t *testing.T) {
	dsn := postgres.Database(t)
	if err := mustOpen(t, dsn).Close(); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, dsn+"&default_transaction_read_only=on")
	defer s.Close()
	_, _, err := s.SaveReps(t.Context(), []curation.Rep{{ID: "ana"}})
	if curation.KindOf(err) != curation.Unavailable || !strings.Contains(err.Error(), "takes no changes now") {
		t.Errorf("got %v", err)
	}
	if _, err := s.Reps(t.Context()); err != nil {
		t.Errorf("reading: %v", err)
	}
}
