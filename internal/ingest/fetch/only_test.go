package fetch_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// clients are the parts of net/http that send requests.
var clients = []string{"Client", "Transport", "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm", "NewRequest", "NewRequestWithContext"}

// The guard holds only for what goes through it.
func TestNobodyElseSendsRequestsToTheWeb(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	allowed := []string{"internal/ingest/fetch", "internal/chat/discord", "internal/fake"} // Discord's address is of our own choice
	found := 0
	for _, top := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			uses, err := sends(path)
			found += len(uses)
			mine := slices.ContainsFunc(allowed, func(dir string) bool { return strings.HasPrefix(filepath.ToSlash(name), dir+"/") })
			if len(uses) > 0 && !mine {
				t.Errorf("%s sends requests by itself: %v; fetch.Client is for that", name, uses)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found == 0 {
		t.Error("nobody sends requests at all: this test looks in the wrong place")
	}
}

// sends are the parts of net/http in a file that send requests.
func sends(path string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"net/http"` }) {
		return nil, nil
	}
	var uses []string
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if p, ok := s.X.(*ast.Ident); ok && p.Name == "http" && slices.Contains(clients, s.Sel.Name) {
				uses = append(uses, s.Sel.Name)
			}
		}
		return true
	})
	return uses, nil
}
