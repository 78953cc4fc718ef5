package arch

import (
	"slices"
	"strings"
	"testing"
)

// layers says which packages of internal/ each package may import outside its
// tests. A key ending in "/…" speaks for every package below it; a package may
// always import what lies below itself.
var layers = map[string][]string{
	"internal/curation":  {},
	"internal/relevance": {"curation"},
	"internal/mix":       {"curation"},
	"internal/calendar":  {"curation"},

	"internal/ingest":          {"curation", "relevance"},
	"internal/ingest/fetch":    {"curation"},
	"internal/ingest/address":  {},
	"internal/ingest/document": {"curation", "ingest/address"},
	"internal/ingest/stories":  {"curation", "ingest/address"},
	"internal/ingest/discover": {"curation", "ingest/address", "ingest/document", "ingest/fetch"},
	"internal/ingest/opml":     {"curation", "ingest/address", "ingest/document"},
	"internal/planning":        {"curation", "relevance", "mix", "calendar"},
	"internal/delivery":        {"curation"},
	"internal/actions":         {"curation", "relevance", "mix", "calendar"},

	"internal/store":  {"curation"},
	"internal/config": {"curation"},
	"internal/chat/…": {"curation", "delivery", "actions"},
	"internal/web":    {"curation", "actions"},

	// The composition root knows everybody, and nobody but cmd knows it.
	"internal/app": {
		"actions", "calendar", "chat/console", "chat/discord", "config", "curation", "delivery",
		"ingest", "ingest/address", "ingest/discover", "ingest/document", "ingest/fetch", "ingest/opml", "mix", "planning", "relevance", "store", "web",
	},
	"cmd/pickwick": {"app", "config", "curation", "actions"},
}

// testOnly lists the packages that exist for tests: they may import what they
// imitate, and only tests (and each other) may import them.
var testOnly = []string{
	"internal/arch", "internal/fake/…",
	"internal/delivery/deliverytest", "internal/store/storetest", "internal/store/pgtest",
}

func under(dir, pattern string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "/…"); ok {
		return strings.HasPrefix(dir, prefix+"/")
	}
	return dir == pattern
}

func isTestOnly(dir string) bool {
	return slices.ContainsFunc(testOnly, func(p string) bool { return under(dir, p) })
}

func allowed(dir string) (may []string, known bool) {
	if may, ok := layers[dir]; ok {
		return may, true
	}
	for pattern, may := range layers {
		if under(dir, pattern) {
			return may, true
		}
	}
	return nil, false
}

func TestPackagesImportOnlyTheLayersBelow(t *testing.T) {
	for dir, p := range packages(t) {
		if isTestOnly(dir) || !strings.HasPrefix(dir, "internal/") && !strings.HasPrefix(dir, "cmd/") {
			continue
		}
		may, known := allowed(dir)
		if !known {
			t.Errorf("%s is not in the table of layers: give it a place in internal/arch and in docs/architecture.md", dir)
			continue
		}
		for _, f := range p.files {
			if f.test {
				continue
			}
			for _, imp := range f.imports {
				to, ours := strings.CutPrefix(imp, module+"/internal/")
				if ours && !slices.Contains(may, to) && !strings.HasPrefix("internal/"+to, dir+"/") {
					t.Errorf("%s imports internal/%s: %s may import only %v", f.path, to, dir, may)
				}
				if ours && isTestOnly("internal/"+to) {
					t.Errorf("%s imports internal/%s, which is for tests", f.path, to)
				}
			}
		}
	}
}

func TestTheTableOfLayersNamesOnlyWhatExists(t *testing.T) {
	all := packages(t)
	exists := func(pattern string) bool {
		for dir := range all {
			if under(dir, pattern) {
				return true
			}
		}
		return false
	}
	for pattern := range layers {
		if !exists(pattern) && pattern != "internal/web" { // the web page comes later
			t.Errorf("the table of layers names %s, which is not there", pattern)
		}
	}
	for _, pattern := range testOnly {
		if !exists(pattern) {
			t.Errorf("the list of test-only packages names %s, which is not there", pattern)
		}
	}
}
