package store_test

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// goMod is the part of a go.mod that matters here.
type goMod struct {
	Require []struct{ Path, Version string }
	Replace []any
	Exclude []any
}

func (m goMod) version(path string) string {
	for _, r := range m.Require {
		if r.Path == path {
			return r.Version
		}
	}
	return ""
}

// TestSQLiteRunsOnTheLibcItWasMadeFor: modernc.org/sqlite is generated for one
// version of modernc.org/libc and may fail in any way on another, to which a
// newer goose can lift it without a word. No replace or exclude can help, as
// they break go install.
func TestSQLiteRunsOnTheLibcItWasMadeFor(t *testing.T) {
	ours := readMod(t, run(t, "list", "-m", "-f", "{{.GoMod}}"))
	for _, needed := range []string{"modernc.org/sqlite", "github.com/pressly/goose/v3", "modernc.org/libc"} {
		if ours.version(needed) == "" {
			t.Fatalf("go.mod does not pin %s", needed)
		}
	}
	made := readMod(t, run(t, "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite"))
	if got, want := ours.version("modernc.org/libc"), made.version("modernc.org/libc"); got != want {
		t.Errorf("go.mod has modernc.org/libc %s; modernc.org/sqlite %s was made for %s: choose goose and sqlite that agree",
			got, ours.version("modernc.org/sqlite"), want)
	}
	if len(ours.Replace) > 0 || len(ours.Exclude) > 0 {
		t.Error("go.mod has a replace or an exclude: go install would fail")
	}
}

func readMod(t *testing.T, path string) (m goMod) {
	t.Helper()
	if err := json.Unmarshal([]byte(run(t, "mod", "edit", "-json", path)), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if err != nil {
		t.Fatalf("go %s: %v", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out))
}
