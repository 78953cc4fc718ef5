package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// spoken finds a command line in a text: what follows the name of the program
// up to the end of the phrase, of the line or of the code.
var spoken = regexp.MustCompile("\\bpickwick[ \t]+([a-z-][^\n`\"'“”()|]*)")

// wrapped finds code within a sentence that goes on in the next line.
var wrapped = regexp.MustCompile("[^`]`[^`\n]+\n *[^`\n]+`[^`]")

// TestEveryCommandThatIsNamedExists holds for every page, and for everything
// that the program says: no advice may name a command or a flag that isn't there.
func TestEveryCommandThatIsNamedExists(t *testing.T) {
	root := newRoot(&cli{surroundings: &surroundings{}})
	top := filepath.Join("..", "..")
	checked := 0
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != top && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		var texts []string
		switch {
		case strings.HasSuffix(name, ".md"):
			page, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			texts = []string{wrapped.ReplaceAllStringFunc(string(page), func(code string) string {
				return strings.ReplaceAll(code, "\n", " ")
			})}
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			if texts, err = literals(name); err != nil {
				return err
			}
		}
		for _, text := range texts {
			for _, line := range spoken.FindAllStringSubmatch(text, -1) {
				checked++
				if err := resolve(root, line[1]); err != nil {
					t.Errorf("%s names `pickwick %s`: %v", name, line[1], err)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 60 {
		t.Errorf("only %d commands were found", checked)
	}
}

// literals are the texts that a Go file holds.
func literals(name string) (texts []string, err error) {
	syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			text, unquoted := strconv.Unquote(lit.Value)
			if unquoted == nil {
				texts = append(texts, text)
			}
		}
		return true
	})
	return texts, nil
}

// resolve walks the tree of commands along a command line. Behind a command
// that holds no others, only flags are looked at: prose may follow.
func resolve(root *cobra.Command, line string) error {
	at := root
	words := strings.Fields(line)
	for i := 0; i < len(words); i++ {
		word := strings.TrimRight(words[i], ".,;:")
		if flag, ok := strings.CutPrefix(word, "--"); ok {
			flag, _, together := strings.Cut(flag, "=")
			at.InitDefaultHelpFlag()
			at.InitDefaultVersionFlag()
			f := at.Flag(flag)
			if f == nil {
				return fmt.Errorf("%s has no flag --%s", at.CommandPath(), flag)
			}
			if f.NoOptDefVal == "" && !together {
				i++ // its value
			}
			continue
		}
		if !at.HasSubCommands() {
			continue
		}
		next := child(at, word)
		if next == nil {
			return fmt.Errorf("%s has no command %q", at.CommandPath(), word)
		}
		at = next
	}
	return nil
}

func child(cmd *cobra.Command, name string) *cobra.Command {
	for _, sub := range cmd.Commands() {
		if sub.Name() == name {
			return sub
		}
	}
	return nil
}

func TestACommandThatIsNotThereIsNoticed(t *testing.T) {
	root := newRoot(&cli{surroundings: &surroundings{}})
	for line, want := range map[string]string{
		"--help":                            "",
		"--config FILE picks --rep ana":     "",
		"reps import FILE":                  "",
		"plan fills the queues.":            "",
		"preview --rep=ana --days 3 --json": "",
		"doctor":                            `pickwick has no command "doctor"`,
		"reps bogus":                        `pickwick reps has no command "bogus"`,
		"explain ID --person cfo":           "pickwick explain has no flag --person",
		"--config=FILE feeds bogus":         `pickwick feeds has no command "bogus"`,
		"own add --rep ID URL":              `pickwick has no command "own"`,
	} {
		got := ""
		if err := resolve(root, line); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("pickwick %s: %q, want %q", line, got, want)
		}
	}
}
