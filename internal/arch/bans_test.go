package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// homes pins a library to the packages that may import it, with the reason.
var homes = []struct {
	library string // import path or a prefix of it
	in      []string
	why     string
}{
	{"github.com/mmcdole/gofeed", []string{"internal/ingest/document"}, "raw gofeed panics and runs away on hostile input; document scans first"},
	{"github.com/bwmarrin/discordgo", []string{"internal/chat/discord"}, "its traps are worked round in one place"},
	{"github.com/go-co-op/gocron", []string{"internal/app"}, "the clock is part of the composition"},
	{"modernc.org/sqlite", []string{"internal/store"}, "one package speaks SQL"},
	{"github.com/jackc/pgx", []string{"internal/store", "internal/store/pgtest"}, "one package speaks SQL"},
	{"github.com/pressly/goose", []string{"internal/store"}, "migrations belong to the store"},
	{"database/sql", []string{"internal/store", "internal/store/storetest", "internal/store/pgtest"}, "one package speaks SQL"},
	{"go.yaml.in/yaml/v4", []string{"internal/config"}, "configuration is read in one place"},
	{"github.com/spf13/cobra", []string{"cmd/pickwick"}, "the command line is a thin skin"},
}

// pure names the packages that get no clock, network, file system or database.
var pure = []string{"internal/curation", "internal/relevance", "internal/mix", "internal/calendar"}

// impure lists what a pure package may not import.
var impure = []string{"os", "io/fs", "net", "net/http", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "syscall", "embed"}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	for dir, p := range packages(t) {
		for _, f := range p.files {
			for _, imp := range f.imports {
				for _, h := range homes {
					if (imp == h.library || strings.HasPrefix(imp, h.library+"/")) && !slices.Contains(h.in, dir) && !f.test {
						t.Errorf("%s imports %s, which belongs in %v: %s", f.path, imp, h.in, h.why)
					}
				}
			}
		}
	}
}

func TestPurePackagesTouchNothingOutside(t *testing.T) {
	all := packages(t)
	for _, dir := range pure {
		for _, f := range all[dir].files {
			if f.test {
				continue
			}
			for _, imp := range f.imports {
				if slices.Contains(impure, imp) {
					t.Errorf("%s imports %s: %s computes and does nothing else", f.path, imp, dir)
				}
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				if isSelector(n, "time", "Now") || isSelector(n, "time", "Since") || isSelector(n, "time", "Until") {
					t.Errorf("%s asks for the time: instants come in as arguments", f.path)
				}
				return true
			})
		}
	}
}

func TestOneGuardedHTTPClient(t *testing.T) {
	// Every address comes from outside. Only fetch, whose dialler refuses
	// private networks, and the Discord chat, whose address is configured,
	// may make a client.
	may := []string{"internal/ingest/fetch", "internal/chat/discord"}
	for dir, p := range packages(t) {
		if slices.Contains(may, dir) || isTestOnly(dir) {
			continue
		}
		for _, f := range p.files {
			if f.test {
				continue
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				for _, name := range []string{"Client", "Transport", "DefaultClient", "DefaultTransport", "Get", "Post", "Head", "PostForm"} {
					if isSelector(n, "http", name) {
						t.Errorf("%s uses http.%s: fetch through internal/ingest/fetch", f.path, name)
					}
				}
				return true
			})
		}
	}
}

func TestNoHiddenWiring(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, decl := range f.syntax.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s has an init function: wire it in internal/app", f.path)
				}
			}
		}
	}
}

func TestNoSleepInTests(t *testing.T) {
	for _, p := range packages(t) {
		for _, f := range p.files {
			if !f.test && !isTestOnly(p.dir) {
				continue
			}
			if slices.Contains(f.imports, "testing/synctest") {
				continue // time in there is not real, and sleeping takes none
			}
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				if isSelector(n, "time", "Sleep") {
					t.Errorf("%s sleeps: wait on an event", f.path)
				}
				return true
			})
		}
	}
}

func isSelector(n ast.Node, pkg, name string) bool {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != name {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == pkg
}
