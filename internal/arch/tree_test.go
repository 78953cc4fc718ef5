package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "example.com/pickwick"

// pkg is one Go package of this repository, seen from its source.
type pkg struct {
	dir     string // slash-separated, relative to the repository
	comment bool
	files   []file
}

// file is one Go source file.
type file struct {
	path    string
	test    bool
	lines   int
	imports []string
	syntax  *ast.File
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatalf("%s is not the repository: %v", dir, err)
	}
	return dir
}

// packages parses every Go file of the repository, by folder.
func packages(t *testing.T) map[string]*pkg {
	t.Helper()
	top := root(t)
	fset := token.NewFileSet()
	all := map[string]*pkg{}
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != top && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(fset, name, src, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(top, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		dir := path.Dir(rel)
		p := all[dir]
		if p == nil {
			p = &pkg{dir: dir}
			all[dir] = p
		}
		f := file{path: rel, test: strings.HasSuffix(rel, "_test.go"), lines: strings.Count(string(src), "\n"), syntax: syntax}
		for _, imp := range syntax.Imports {
			s, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			f.imports = append(f.imports, s)
		}
		if !f.test && syntax.Doc != nil {
			p.comment = true
		}
		p.files = append(p.files, f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 10 {
		t.Fatalf("found only %d packages below %s", len(all), top)
	}
	return all
}
