package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// maxLines is the most that one file may hold; the median is far below it.
const maxLines = 800

func TestTopLevelHoldsOnlyWhatBelongs(t *testing.T) {
	may := []string{
		"cmd", "feeds", "internal", "configs", "go.mod", "go.sum", "README.md",
		"docs", "tools", "scripts", "Makefile", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
	}
	// What git doesn't hold, such as a program that was built or a database,
	// is its owner's affair.
	git := exec.CommandContext(t.Context(), "git", "ls-files")
	git.Dir = root(t)
	files, err := git.Output()
	if err != nil || len(files) == 0 {
		t.Skipf("this is no git checkout, so nothing tells what belongs to it (%v)", err)
	}
	seen := map[string]bool{}
	for name := range strings.Lines(string(files)) {
		name, _, _ = strings.Cut(strings.TrimSpace(name), "/")
		if !seen[name] && !strings.HasPrefix(name, ".") && !slices.Contains(may, name) {
			t.Errorf("%s is at the top level: nothing but %v belongs there", name, may)
		}
		seen[name] = true
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for dir, p := range packages(t) {
		code := slices.ContainsFunc(p.files, func(f file) bool { return !f.test })
		if code && !p.comment {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

func TestNoFileIsTooLong(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.files {
			if f.lines > maxLines {
				t.Errorf("%s has %d lines; %d is the most", f.path, f.lines, maxLines)
			}
		}
	}
}

// packageName finds `internal/…` and `cmd/…` paths in the text of a page.
var packageName = regexp.MustCompile("`((?:internal|cmd)/[a-z0-9/_]+)`")

func TestArchitecturePageAgreesWithTheTree(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root(t), "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```mermaid") {
		t.Error("docs/architecture.md has no diagram")
	}
	all := packages(t)
	named := map[string]bool{}
	for _, m := range packageName.FindAllStringSubmatch(string(page), -1) {
		dir := strings.TrimSuffix(m[1], "/")
		named[dir] = true
		if all[dir] == nil {
			t.Errorf("docs/architecture.md names %s, which is not there", dir)
		}
	}
	for dir := range all {
		if (strings.HasPrefix(dir, "internal/") || strings.HasPrefix(dir, "cmd/")) && !named[dir] {
			t.Errorf("docs/architecture.md does not name %s", dir)
		}
	}
	for pattern, may := range layers {
		if pattern == "internal/app" || strings.HasSuffix(pattern, "/…") || all[pattern] == nil {
			continue
		}
		row := "| `" + pattern + "` | " + mayInWords(may) + " |"
		if !strings.Contains(string(page), row) {
			t.Errorf("docs/architecture.md lacks the row %q", row)
		}
	}
}

func mayInWords(may []string) string {
	if len(may) == 0 {
		return "nothing"
	}
	return strings.Join(may, ", ")
}

func TestAddingAChatTakesFourSteps(t *testing.T) {
	top := root(t)
	read := func(parts ...string) string {
		b, err := os.ReadFile(filepath.Join(append([]string{top}, parts...)...))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	table, example, page := read("internal/app/chats.go"), read("configs", "pickwick.yaml"), read("docs", "architecture.md")
	dirs, err := os.ReadDir(filepath.Join(top, "internal", "chat"))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		name := d.Name()
		if !strings.Contains(table, `"`+name+`"`) {
			t.Errorf("chat %s is not in the table of internal/app/chats.go", name)
		}
		if !strings.Contains(example, name+":") {
			t.Errorf("chat %s has no example in configs/pickwick.yaml", name)
		}
		if !strings.Contains(page, "| "+name+" |") {
			t.Errorf("chat %s has no row in docs/architecture.md", name)
		}
	}
}
