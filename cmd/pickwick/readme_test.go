package main

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeBlock finds the shell blocks of the README, indented or not.
var readmeBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// feedAddress finds the address of a feed on a list.
var feedAddress = regexp.MustCompile(`(?m)^(\s*-?\s*url:\s*)\S+`)

// TestEveryCommandOfTheREADMEWorks runs them in their order on a copy of what
// a clone holds, with every feed address led to a server of this test. Three
// are run elsewhere: make test is what runs this, go build is done by go test,
// and serve, which does not end, is stopped in a test of its own.
func TestEveryCommandOfTheREADMEWorks(t *testing.T) {
	top, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := map[string]string{
		"make test":      "",
		"pickwick serve": "TestServeStopsWithinTenSecondsOfSIGTERM",
		"go build -o bin/pickwick ./cmd/pickwick": "",
		`export PATH="$PWD/bin:$PATH"`:            "",
	}
	dir := cloneForReaders(t, top)
	ran := 0
	for _, block := range readmeBlock.FindAllStringSubmatch(string(readme), -1) {
		for line := range strings.Lines(block[1]) {
			line = strings.TrimSpace(line)
			if _, ok := elsewhere[line]; ok || line == "" {
				delete(elsewhere, line)
				continue
			}
			runLine(t, top, dir, line)
			ran++
		}
	}
	if ran < 8 {
		t.Errorf("only %d commands were found in the README", ran)
	}
	// The list above must not outlive what it speaks of.
	for line := range elsewhere {
		t.Errorf("the README no longer has %q", line)
	}
}

// cloneForReaders copies configs and feeds, and leads every feed to a server
// that has one for it.
func cloneForReaders(t *testing.T, top string) string {
	t.Helper()
	press, err := os.ReadFile(filepath.Join("testdata", "site", "press.xml"))
	if err != nil {
		t.Fatal(err)
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write(press)
	}))
	t.Cleanup(site.Close)
	dir := t.TempDir()
	for _, folder := range []string{"configs", "feeds"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(top, folder))); err != nil {
			t.Fatal(err)
		}
	}
	lists, err := fs.Glob(os.DirFS(dir), "feeds/*.yaml")
	if err != nil || len(lists) < 5 {
		t.Fatalf("found the lists %v (%v)", lists, err)
	}
	for _, name := range lists {
		edit(t, filepath.Join(dir, name), func(text string) string {
			n := 0
			return feedAddress.ReplaceAllStringFunc(text, func(m string) string {
				n++
				return feedAddress.FindStringSubmatch(m)[1] + site.URL + "/" + filepath.Base(name) + strings.Repeat("x", n)
			})
		})
	}
	edit(t, filepath.Join(dir, "configs", "reps.example.csv"), func(text string) string {
		return regexp.MustCompile(`https://[^,\n]+\.example/[^,\n]+`).ReplaceAllString(text, site.URL+"/own")
	})
	edit(t, filepath.Join(dir, "configs", "pickwick.yaml"), func(text string) string {
		return strings.Replace(text, "allow_private_networks: false", "allow_private_networks: true", 1)
	})
	return dir
}

func edit(t *testing.T, name string, change func(string) string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, name, change(string(text)))
}

// runLine runs one line of the README as its reader would: go run in the
// clone, the program where its files are.
func runLine(t *testing.T, top, dir, line string) {
	t.Helper()
	words := strings.Fields(line)
	cmd := exec.CommandContext(t.Context(), words[0], words[1:]...)
	cmd.Dir = top
	if words[0] == "pickwick" {
		cmd = exec.CommandContext(t.Context(), os.Args[0], words[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), asPickwick+"=1")
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v\n%s", line, err, stderr.Bytes())
	}
	if len(out) == 0 {
		t.Errorf("%s printed nothing", line)
	}
	t.Logf("$ %s\n%s", line, out)
}
