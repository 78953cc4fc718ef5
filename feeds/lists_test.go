package feeds_test

import (
	"bytes"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"example.com/pickwick/feeds"
)

// persona is what a test needs to know of a list.
type persona struct {
	ID        string `yaml:"persona"`
	Name      string
	About     string
	Interests []struct {
		Topic  string
		Weight float64
		Also   []string
		Ask    string
	}
	Avoid       []string
	Formats     map[string]float64
	Languages   []string
	Influencers []string
	Networks    []string
	Feeds       []struct {
		URL, Title string
		Weight     float64
	}
}

// lists reads the persona lists of a folder, by file name.
func lists(t *testing.T, read func(string) []byte, names ...string) map[string]persona {
	t.Helper()
	out := map[string]persona{}
	for _, name := range names {
		var p persona
		if err := yaml.Load(read(name), &p, yaml.WithKnownFields()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = p
	}
	return out
}

func shipped(t *testing.T) map[string]persona {
	t.Helper()
	dir, err := feeds.Lists.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range dir {
		if f.Name() != "company.yaml" {
			names = append(names, f.Name())
		}
	}
	return lists(t, func(name string) []byte {
		text, err := feeds.Lists.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}, names...)
}

func samples(t *testing.T) map[string]persona {
	t.Helper()
	return lists(t, func(name string) []byte { return render(t, name) }, "cfo.yaml", "ciso.yaml", "hr.yaml")
}

func TestShippedListsAreAPlaceToStart(t *testing.T) {
	all := shipped(t)
	for _, want := range []string{"cfo.yaml", "ciso.yaml", "sales.yaml", "hr.yaml"} {
		if _, ok := all[want]; !ok {
			t.Errorf("%s is missing", want)
		}
	}
	for name, p := range all {
		if len(p.Feeds) < 8 {
			t.Errorf("%s: %d feeds, fewer than 8", name, len(p.Feeds))
		}
		if len(p.Interests) < 8 || len(p.Interests) > 12 {
			t.Errorf("%s: %d interests, not 8 to 12", name, len(p.Interests))
		}
		hosts := map[string]bool{}
		for _, f := range p.Feeds {
			u, _ := url.Parse(f.URL)
			hosts[u.Host] = true
			if strings.HasSuffix(u.Host, ".example") || u.Host == "127.0.0.1" {
				t.Errorf("%s: %s is no real feed", name, f.URL)
			}
		}
		if len(hosts) < 8 {
			t.Errorf("%s: feeds of %d hosts only", name, len(hosts))
		}
		checkList(t, name, p)
	}
}

func TestSampleListsHoldTogether(t *testing.T) {
	served := documents(t)
	for name, p := range samples(t) {
		for _, f := range p.Feeds {
			if doc, ok := strings.CutPrefix(f.URL, base+"/"); !ok || !slices.Contains(served, doc) {
				t.Errorf("sample/%s: %s is not served", name, f.URL)
			}
		}
		checkList(t, "sample/"+name, p)
	}
}

// checkList holds a list to what README.md asks of one.
func checkList(t *testing.T, name string, p persona) {
	t.Helper()
	if p.ID != strings.TrimSuffix(path.Base(name), ".yaml") || p.Name == "" || p.About == "" {
		t.Errorf("%s: persona %q, name %q, about %q", name, p.ID, p.Name, p.About)
	}
	if len(p.Avoid) == 0 || len(p.Influencers) == 0 || len(p.Networks) == 0 || len(p.Formats) == 0 {
		t.Errorf("%s: leaves out a part that marketing should see filled in", name)
	}
	addresses := map[string]bool{}
	for _, f := range p.Feeds {
		u, err := url.Parse(f.URL)
		if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
			t.Errorf("%s: %q is no web address", name, f.URL)
		}
		if f.Title == "" || addresses[f.URL] {
			t.Errorf("%s: %s has no title, or is listed twice", name, f.URL)
		}
		addresses[f.URL] = true
	}
	phrases := map[string]bool{}
	for _, i := range p.Interests {
		if i.Weight < 1 || i.Weight > 5 {
			t.Errorf("%s: %q weighs %g", name, i.Topic, i.Weight)
		}
		if !openQuestion.MatchString(i.Ask) {
			t.Errorf("%s: %q asks %q: not an open question", name, i.Topic, i.Ask)
		}
		for _, phrase := range append([]string{i.Topic}, i.Also...) {
			phrase = strings.ToLower(phrase)
			if phrases[phrase] {
				t.Errorf("%s: %q is listed twice", name, phrase)
			}
			phrases[phrase] = true
			if slices.ContainsFunc(p.Avoid, func(a string) bool { return strings.Contains(fold(phrase), fold(a)) }) {
				t.Errorf("%s: %q is wanted and avoided", name, phrase)
			}
		}
	}
}

// openQuestion begins with a question word, after a condition perhaps; yes or
// no can't answer it.
var openQuestion = regexp.MustCompile(`(?i)^(if .*, )?(how|what|which|who|whose|where|when|why)\b.*\?$`)

func TestOpenQuestion(t *testing.T) {
	for ask, want := range map[string]bool{
		"How far out do you trust your cash forecast today?":              true,
		"If you started again with half the team, where would you begin?": true,
		"Would you like better cash forecasts?":                           false,
		"How we help.":                                                    false,
		"":                                                                false,
	} {
		if got := openQuestion.MatchString(ask); got != want {
			t.Errorf("openQuestion(%q) = %v", ask, got)
		}
	}
}

// company is what a test needs to know of company.yaml.
type company struct {
	Company string
	Names   []string
	Domains []string
	Feeds   []struct {
		URL, Title string
		Personas   []string
	}
}

func TestCompaniesAreMadeUp(t *testing.T) {
	shippedFile, err := feeds.Lists.ReadFile("company.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"company.yaml": shippedFile, "sample/company.yaml": render(t, "company.yaml")} {
		var c company
		if err := yaml.Load(text, &c, yaml.WithKnownFields()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if c.Company != "Acme" || !slices.Contains(c.Names, "Acme") || !slices.Contains(c.Domains, "acme.example") || len(c.Feeds) < 2 {
			t.Errorf("%s: %+v", name, c)
		}
		for _, f := range c.Feeds {
			u, err := url.Parse(f.URL)
			if err != nil || !strings.HasSuffix(u.Host, ".example") && !strings.HasPrefix(f.URL, base) {
				t.Errorf("%s: %q is not made up", name, f.URL)
			}
			for _, p := range f.Personas {
				if _, ok := shipped(t)[p+".yaml"]; !ok {
					t.Errorf("%s: no persona %q", name, p)
				}
			}
		}
	}
}

// Every list names its schema to the editor in its first line.
func TestListsNameTheirSchema(t *testing.T) {
	check := func(where, schemas string, text []byte) {
		kind := "persona"
		if strings.HasPrefix(path.Base(where), "company") || strings.HasPrefix(path.Base(where), "pickwick") {
			kind = strings.TrimSuffix(path.Base(where), ".yaml")
		}
		want := "# yaml-language-server: $schema=" + schemas + kind + ".schema.json\n"
		if !bytes.HasPrefix(text, []byte(want)) {
			t.Errorf("%s does not begin with %q", where, want)
		}
	}
	dir, err := feeds.Lists.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range dir {
		text, err := feeds.Lists.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		check(f.Name(), "../configs/schema/", text)
	}
	for _, name := range []string{"cfo.yaml", "ciso.yaml", "hr.yaml", "company.yaml", "pickwick.yaml"} {
		check("sample/"+name, "../../configs/schema/", render(t, name))
	}
}
