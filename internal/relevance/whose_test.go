package relevance

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

func TestWhoseContentItIs(t *testing.T) {
	acme := curation.CompanyProfile{Names: []string{"Acme", "Acme Cloud", "C++ Inc", "zeta"}, Domains: []string{"acme.example", ""}}
	for _, c := range []struct {
		name string
		it   curation.Item
		why  string
	}{
		{"its own page", curation.Item{URL: "https://acme.example/post"}, "it links to acme.example"},
		{"a page below", curation.Item{URL: "https://Blog.ACME.example:443/post"}, "it links to acme.example"},
		{"a domain that ends alike", curation.Item{URL: "https://notacme.example/"}, ""},
		{"a domain in a path", curation.Item{URL: "https://other.example/acme.example"}, ""},
		{"a file of its own", curation.Item{Enclosures: []curation.Attachment{{URL: "https://cdn.acme.example/a.mp3"}}}, "it links to acme.example"},
		{"an address in the text", curation.Item{Text: "See (https://www.acme.example/report)."}, "it links to acme.example"},
		{"the bare domain in the text", curation.Item{Text: "See notacme.example."}, ""},
		{"a name in the title", curation.Item{Title: "Rail operator picks ACME’s planner"}, "its title names Acme"},
		{"a name in the summary", curation.Item{Summary: "Among them Acme, of Bremen."}, "its summary names Acme"},
		{"a name in the text only", curation.Item{Text: "Among them Acme."}, ""},
		{"the common word", curation.Item{Title: "The acme of comfort"}, ""},
		{"a name without a capital", curation.Item{Title: "zeta rises"}, "its title names zeta"},
		{"part of a word", curation.Item{Title: "Acmetric raises money"}, ""},
		{"a name with signs", curation.Item{Title: "Why C++ Inc went public"}, "its title names C++ Inc"},
		{"a broken address", curation.Item{URL: "https://[::1", Title: "Hello"}, ""},
		{"nothing", curation.Item{}, ""},
	} {
		company, why := Whose(c.it, acme)
		if why != c.why || company != (c.why != "") {
			t.Errorf("%s: %v, %q; want %q", c.name, company, why, c.why)
		}
	}
	if company, _ := Whose(curation.Item{Title: "Acme"}, curation.CompanyProfile{Names: []string{"", "-"}}); company {
		t.Error("a blank name was found")
	}
}

// TestAddressesAreFoundWhereverTheyStand compares with a text cut up at
// everything that ends an address.
func TestAddressesAreFoundWhereverTheyStand(t *testing.T) {
	piece := rapid.SampledFrom([]string{"https://acme.example/x", "http://", "://", "www.acme.example", "other.example", " ", "(", ">", "\u00a0", "é", "\xff", "/", "?u=", "a"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), "")
		want := slices.ContainsFunc(strings.FieldsFunc(text, endsAddress), func(w string) bool {
			return strings.Contains(w, "://") && hostedAt(w, "acme.example")
		})
		if got := linksTo(curation.Item{Text: text}, "acme.example"); got != want {
			t.Fatalf("%q: %v, want %v", text, got, want)
		}
	})
}

func TestAuthorsAreKnownHoweverFeedsWriteThem(t *testing.T) {
	p := cfo()
	p.Influencers = []string{"Jane Doe", "José O'Neil", " "}
	for line, want := range map[string]string{
		"Jane Doe":                      "Jane Doe",
		"by  JANE  DOE":                 "Jane Doe",
		"Doe, Jane":                     "Jane Doe",
		"desk@paper.example (Jane Doe)": "Jane Doe",
		"Jose O’Neil":                   "José O'Neil",
		"Jane Doering":                  "",
		"Jane":                          "",
		"":                              "",
	} {
		st := story("ERP", "")
		st.Item.Authors = []string{"Somebody", line}
		got := ""
		for _, r := range scoreOf(p, st).Reasons {
			if r.Kind == curation.ReasonInfluencer {
				got = r.Topic
				if r.Evidence != line || r.Where != "author" || r.Points <= 0 {
					t.Errorf("%q: reason %+v", line, r)
				}
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}
