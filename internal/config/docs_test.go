package config

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestEveryKeyIsDocumented holds docs/configuration.md against the schemas:
// each key has a row, each row a key, and each default is the true one.
func TestEveryKeyIsDocumented(t *testing.T) {
	data, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, heading := range map[string]string{
		"pickwick": "## configs/pickwick.yaml\n", "persona": "## feeds/&lt;persona&gt;.yaml\n", "company": "## feeds/company.yaml\n",
	} {
		_, section, found := strings.Cut(string(data), heading)
		section, _, _ = strings.Cut(section, "\n## ")
		if !found {
			t.Errorf("docs/configuration.md has no section %q", heading)
		}
		rows := map[string]string{}
		for line := range strings.Lines(section) {
			if cells := strings.Split(line, "|"); len(cells) == 6 && strings.HasPrefix(cells[1], " `") {
				rows[strings.Trim(cells[1], " `")] = cells[3]
			}
		}
		keys := schema(t, name).keys()
		for _, key := range keys {
			shown, ok := rows[key]
			if !ok {
				t.Errorf("%s is not documented", key)
			}
			if want := defaultOf(schema(t, name), key); want != "" && strings.TrimSpace(shown) != want {
				t.Errorf("the default of %s is documented as %s, but is %s", key, shown, want)
			}
		}
		for key := range rows {
			if !slices.Contains(keys, key) {
				t.Errorf("docs/configuration.md describes %s, which %s doesn't have", key, name)
			}
		}
	}
	for _, column := range columns() {
		if !strings.Contains(string(data), "\n| `"+column+"` |") {
			t.Errorf("the column %s of the reps' CSV is not documented", column)
		}
	}
}

// defaultOf is the default of a key as the documentation writes it, or "".
func defaultOf(p property, path string) string {
	for key := range strings.SplitSeq(path, ".") {
		if p.Items != nil {
			p = *p.Items
		}
		p = p.Properties[key]
	}
	switch v := p.Default.(type) {
	case nil:
		return ""
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, fmt.Sprintf("`%v`", e))
		}
		return strings.Join(out, ", ")
	default:
		return fmt.Sprintf("`%v`", v)
	}
}
