package config

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

// feedsOf are feeds of "address title" each.
func feedsOf(lines ...string) []curation.Feed {
	var feeds []curation.Feed
	for _, l := range lines {
		url, title, _ := strings.Cut(l, " ")
		feeds = append(feeds, curation.Feed{URL: url, Title: title})
	}
	return feeds
}

// tree is every file below the working directory with its content.
func tree(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(".", func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestAListGrowsAndStaysAsItWas adds two feeds to lists of every shape. In the
// expected text each added line begins with +, which is not a part of it.
func TestAListGrowsAndStaysAsItWas(t *testing.T) {
	const head = "persona: cfo\nname: CFO\n"
	for name, want := range map[string]string{
		"ordinary": head + "feeds:  # ours\n  # the trade press\n  - url: https://one.example/feed.xml   # a comment\n    title: One\n" +
			"+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\n" +
			"  # - url: https://not.example/feed\n\n# what they read\ninterests:\n  - topic: cash flow\n",
		"at the end":              head + "feeds:\n  - url: https://one.example/feed.xml\n    weight: 2\n+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\n",
		"at the end of a comment": head + "feeds:\n  - url: https://one.example/feed.xml\n+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\n\n  # more to come\n",
		"dashes at the margin":    head + "feeds:\n- {url: https://one.example/feed.xml, weight: 2}\n+- url: https://a.example/feed?x=1#y\n+  title: A & B\n+- url: https://b.example/feed\n+  title: \"B: \\\"b\\\" #1\"\nabout: x\n",
		"wide":                    head + "feeds:\n      -   title: >\n            One\n\n            # two\n          url: https://one.example/feed.xml\n+      -   url: https://a.example/feed?x=1#y\n+          title: A & B\n+      -   url: https://b.example/feed\n+          title: \"B: \\\"b\\\" #1\"\n\n\n",
		"title on many lines":     head + "feeds:\n  - url: https://one.example/feed.xml\n    title: |\n      One\n\n      two\n+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\nabout: x\n",
		"a first line of dashes":  "---\n" + head + "feeds:\n  - url: https://one.example/feed.xml\n+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\n...\n",
		"a byte order mark":       "\uFEFF" + head + "feeds:\n  - url: https://one.example/feed.xml\n+  - url: https://a.example/feed?x=1#y\n+    title: A & B\n+  - url: https://b.example/feed\n+    title: \"B: \\\"b\\\" #1\"\n",
	} {
		for _, eol := range []string{"\n", "\r\n"} {
			t.Run(name+map[string]string{"\n": "", "\r\n": " of Windows"}[eol], func(t *testing.T) {
				var before, after strings.Builder
				for line := range strings.Lines(want) {
					line = strings.TrimSuffix(line, "\n") + eol
					if added, ok := strings.CutPrefix(line, "+"); ok {
						after.WriteString(added)
						continue
					}
					before.WriteString(line)
					after.WriteString(line)
				}
				files := good(t)
				files["feeds/cfo.yaml"] = before.String()
				install(t, files)
				added, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf("https://a.example/feed?x=1#y A  &\nB", `https://b.example/feed B: "b" #1`)})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(after.String(), tree(t)["feeds/cfo.yaml"]); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if feeds := load(t).Personas[0].Feeds; len(feeds) != 3 || feeds[1].Title != "A & B" || feeds[2].Title != `B: "b" #1` || !cmp.Equal(feeds, added.Config.Personas[0].Feeds) {
					t.Errorf("%+v", feeds)
				}
			})
		}
	}
}

// TestOtherWaysToWriteAList has those that lines can't just be added to.
func TestOtherWaysToWriteAList(t *testing.T) {
	const head = "company: Acme\n"
	base := good(t)
	for before, want := range map[string]string{
		head:                                   head + "feeds:\n  - url: https://a.example/feed\n    title: \"Yes\"\n",
		"company: Acme # us\n\n# no feeds yet": "company: Acme # us\nfeeds:\n  - url: https://a.example/feed\n    title: \"Yes\"\n\n# no feeds yet",
		"company: Acme":                        head + "feeds:\n  - url: https://a.example/feed\n    title: \"Yes\"\n",
		head + "feeds: []  # none\ndomains: [a.example]\n":                                head + "feeds:  # none\n  - url: https://a.example/feed\n    title: \"Yes\"\ndomains: [a.example]\n",
		head + "feeds: [\n  # none\n]\n":                                                  head + "feeds:\n  - url: https://a.example/feed\n    title: \"Yes\"\n",
		head + "feeds: [{url: https://one.example/é}] # one\n":                            head + "feeds: [{url: https://one.example/é}, {url: \"https://a.example/feed\", title: \"Yes\"}] # one\n",
		head + "feeds: [\n  {url: \"https://one.example/]\", title: 'it''s ]'}, # ]\n]\n": head + "feeds: [\n  {url: \"https://one.example/]\", title: 'it''s ]'}, {url: \"https://a.example/feed\", title: \"Yes\"} # ]\n]\n",
		head + "feeds:\n  [ {url: https://one.example/x#y, title: it's} ]\n":              head + "feeds:\n  [ {url: https://one.example/x#y, title: it's}, {url: \"https://a.example/feed\", title: \"Yes\"} ]\n",
		"  company: Acme\n  feeds:\n    - url: https://one.example/\n":                    "  company: Acme\n  feeds:\n    - url: https://one.example/\n    - url: https://a.example/feed\n      title: \"Yes\"\n",
		absent: head + "feeds:\n  - url: https://a.example/feed\n    title: \"Yes\"\n",
	} {
		files := maps.Clone(base)
		files["feeds/company.yaml"] = before
		install(t, files)
		added, err := AddFeeds("", nil, Addition{Feeds: feedsOf("https://a.example/feed Yes")})
		if err != nil {
			t.Errorf("%q: %v", before, err)
			continue
		}
		if diff := cmp.Diff(want, tree(t)["feeds/company.yaml"]); diff != "" || added.Created != (before == absent) {
			t.Errorf("%q: created %t (-want +got):\n%s", before, added.Created, diff)
		}
	}
}

func TestAListInBracesIsLeftToItsOwner(t *testing.T) {
	files := good(t)
	files["feeds/company.yaml"] = "{company: Acme, feeds: []}\n"
	install(t, files)
	before := tree(t)
	_, err := AddFeeds("", nil, Addition{Feeds: feedsOf("https://a.example/feed A")})
	want := "feeds/company.yaml:1:17: can't add to this list and leave the rest as it is (it is written in braces): write `feeds:` on a line of its own and each feed on lines that begin with `- url:`"
	if err == nil || err.Error() != want || curation.KindOf(err) != curation.Invalid {
		t.Error(err)
	}
	if diff := cmp.Diff(before, tree(t)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsThereAlreadyIsLeftOut(t *testing.T) {
	install(t, good(t))
	feeds := feedsOf("https://www.one.example/feed.xml/?utm_source=x One", "https://new.example/feed", "https://new.example/feed?utm_medium=y again",
		"https://blog.acme.example/feed.xml", "ftp://no.example/", "http://one.example/feed.xml")
	added, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feeds})
	if err != nil {
		t.Fatal(err)
	}
	want := []AddedFeed{
		{Listed: "feeds/cfo.yaml:7"},
		{},
		{Repeats: &feeds[1]},
		{Listed: "feeds/company.yaml:3"},
		{Refused: `"ftp://no.example/" is not a web address: it must begin with https:// or http://`},
		{Listed: "feeds/cfo.yaml:7"},
	}
	if diff := cmp.Diff(want, added.Feeds); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := tree(t)["feeds/cfo.yaml"]; !strings.HasSuffix(text, "three.example/feed.xml\n  - url: https://new.example/feed\n") {
		t.Error(text)
	}
	added, err = AddFeeds("", nil, Addition{Feeds: feedsOf("https://two.example/feed.xml/")})
	if err != nil || added.Feeds[0].Listed != "feeds/cfo.yaml:8" {
		t.Errorf("%+v, %v", added, err)
	}
}

// TestAFeedOfAnotherListIsAddedInTheSpellingOfThatList adds each spelling of a
// feed to the list of one persona while that of another has it.
func TestAFeedOfAnotherListIsAddedInTheSpellingOfThatList(t *testing.T) {
	files := good(t)
	files["feeds/hr.yaml"] = "persona: hr\nname: HR\nfeeds:\n  - url: https://www.pay.example/feed/?a=1\n"
	for _, address := range []string{
		"http://www.pay.example/feed/?a=1", "https://pay.example/feed/?a=1", "https://WWW.Pay.example/feed/?a=1", "https://www.pay.example:443/feed?a=1",
		"https://www.pay.example//feed/?a=1&utm_source=x", "https://www.pay.example/feed/?utm_medium=y&a=1", "https://www.pay.example/feed?a=1#top",
	} {
		install(t, files)
		before := load(t)
		added, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf(address+" Pay", "https://new.example/feed")})
		if err != nil {
			t.Fatal(err)
		}
		want := []AddedFeed{{As: Spelling{"https://www.pay.example/feed/?a=1", "feeds/hr.yaml:4"}}, {}}
		if diff := cmp.Diff(want, added.Feeds); diff != "" || !added.Feeds[0].IsNew() {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
		now := load(t).Personas[0].Feeds
		if n := len(before.Personas[0].Feeds); len(now) != n+2 || now[n].URL != "https://www.pay.example/feed/?a=1" || now[n].Title != "Pay" {
			t.Errorf("%s: %+v", address, now)
		}
	}
	for _, other := range []string{"https://www.pay.example/feed/?a=2", "https://www.pay.example/Feed/?a=1", "https://pay.example:8443/feed/?a=1", "https://m.pay.example/feed/?a=1"} {
		install(t, files)
		if added, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf(other)}); err != nil || added.Feeds[0] != (AddedFeed{}) {
			t.Errorf("%s is another feed: %+v, %v", other, added.Feeds, err)
		}
	}
}

func TestANewPersonaNeedsAName(t *testing.T) {
	install(t, good(t))
	before := tree(t)
	for want, a := range map[string]Addition{
		`there is no persona "cto": to make it, say who it is with --name TEXT; or did you mean ` + "`cfo`?":       {Persona: "cto"},
		`there is no persona "zebra": to make it, say who it is with --name TEXT; the personas are cfo`:            {Persona: "zebra"},
		`feeds/cfo.yaml: the persona is there already, as "CFO at a mid-size manufacturer": leave --name out`:      {Persona: "cfo", Name: "Other"},
		`company.yaml is the list of the company and no persona: name it with --company`:                           {Persona: "company", Name: "x"},
		`the persona "../x" is not a short name: use lower-case letters, digits, - and _, at most 64, such as cfo`: {Persona: "../x", Name: "x"},
		`feeds/cto.yaml: a list needs at least one feed, and there is none to add`:                                 {Persona: "cto", Name: "CTO", Feeds: []curation.Feed{}},
	} {
		if a.Feeds == nil {
			a.Feeds = feedsOf("https://new.example/feed")
		}
		if _, err := AddFeeds("", nil, a); err == nil || err.Error() != want || curation.KindOf(err) != curation.Invalid {
			t.Errorf("%v, not %s", err, want)
		}
	}
	if diff := cmp.Diff(before, tree(t)); diff != "" {
		t.Errorf("something was written:\n%s", diff)
	}
	for n := range 2 { // the second time, nothing is new
		added, err := AddFeeds("", nil, Addition{Persona: "cto", Name: " CTO:  builds ", Feeds: feedsOf("https://new.example/feed 2026")})
		if err != nil {
			t.Fatal(err)
		}
		if len(added.Warnings) != []int{2, 0}[n] || n == 0 && !strings.Contains(added.Warnings[0].Text, "no interests") {
			t.Errorf("%v", added.Warnings)
		}
	}
	want := "persona: cto\nname: \"CTO: builds\"\nfeeds:\n  - url: https://new.example/feed\n    title: \"2026\"\n"
	if got := tree(t)["feeds/cto.yaml"]; got != want {
		t.Error(got)
	}
}

// TestANewListTellsEditorsItsSchema has the line that the shipped lists begin
// with, unless the schema is elsewhere.
func TestANewListTellsEditorsItsSchema(t *testing.T) {
	for feeds, path := range map[string]string{"../feeds": "../configs/schema/", "../a/b": "../../configs/schema/", "lists": "../schema/", "../none": ""} {
		files := map[string]string{"configs/pickwick.yaml": "company: Acme\nfeeds: " + feeds + "\n"}
		if path != "" {
			files["configs/schema/persona.schema.json"], files["configs/schema/company.schema.json"] = "{}", "{}"
		}
		install(t, files)
		head := func(kind string) string {
			if path == "" {
				return kind + ": "
			}
			return "# yaml-language-server: $schema=" + path + kind + ".schema.json\n" + kind + ": "
		}
		for _, a := range []Addition{{Persona: "cfo", Name: "CFO", Feeds: feedsOf("https://one.example/feed")}, {Feeds: feedsOf("https://two.example/feed")}} {
			added, err := AddFeeds("", nil, a)
			if err != nil {
				t.Fatal(err)
			}
			kind := "company"
			if a.Persona != "" {
				kind = "persona"
			}
			if text := tree(t)[added.File]; !strings.HasPrefix(text, head(kind)) {
				t.Errorf("%s begins:\n%s", added.File, text)
			}
		}
		load(t)
	}
}

func TestTheFirstListCanBeMadeToo(t *testing.T) {
	install(t, map[string]string{"configs/pickwick.yaml": "company: Acme\n"})
	added, err := AddFeeds("", nil, Addition{Persona: "cfo", Name: "CFO", Feeds: feedsOf("https://one.example/feed")})
	if err != nil || !added.Created || added.File != "feeds/cfo.yaml" || len(added.Config.Personas) != 1 {
		t.Fatalf("%+v, %v", added, err)
	}
	load(t)
}

func TestAMistakeAnywhereKeepsEveryFileAsItIs(t *testing.T) {
	base := good(t)
	for want, change := range map[string]map[string]string{
		"configs/pickwick.yaml: there is no such file":    {"configs/pickwick.yaml": absent},
		"configs/pickwick.yaml:1:11: a value is missing":  {"configs/pickwick.yaml": "company: [\n"},
		"feeds/hr.yaml:1:1: unknown key `person`":         {"feeds/hr.yaml": "person: hr\nname: HR\nfeeds: [{url: https://a.example/}]\n"},
		"feeds/cfo.yaml:2:7: this quoted text has no end": {"feeds/cfo.yaml": "persona: cfo\nname: 'x\n"},
		"feeds/cfo.yaml: can't read it: it is larger":     {"feeds/cfo.yaml": strings.Repeat("#", maxFile+1)},
		"feeds/cfo.yaml:3:8: `feeds` must be a list":      {"feeds/cfo.yaml": "persona: cfo\nname: CFO\nfeeds: none\n"},
	} {
		files := maps.Clone(base)
		maps.Copy(files, change)
		install(t, files)
		before := tree(t)
		_, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf("https://new.example/feed")})
		if err == nil || !strings.HasPrefix(err.Error(), want) || curation.KindOf(err) != curation.Invalid {
			t.Errorf("%v, not %s", err, want)
		}
		if diff := cmp.Diff(before, tree(t)); diff != "" {
			t.Errorf("%s: something was written:\n%s", want, diff)
		}
	}
}

func TestAListThatGrowsTooLongStaysAsItIs(t *testing.T) {
	install(t, good(t))
	before := tree(t)
	for want, path := range map[string]string{
		"feeds/cfo.yaml: the list would have 5001 feeds, more than the 5000 that are read: split it": "",
		"feeds/cfo.yaml: the list would be larger than 1024 KiB, the most that is read: split it":    strings.Repeat("x", 500),
	} {
		var many []curation.Feed
		for i := range maxEntries - 2 - len(path)/100 {
			many = append(many, curation.Feed{URL: fmt.Sprintf("https://a.example/%d/%s", i, path)})
		}
		if _, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: many}); err == nil || err.Error() != want || curation.KindOf(err) != curation.Invalid {
			t.Error(err)
		}
	}
	if diff := cmp.Diff(before, tree(t)); diff != "" {
		t.Error("something was written")
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	install(t, good(t))
	before := tree(t)
	added, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf("https://new.example/feed"), DryRun: true})
	if err != nil || !added.Feeds[0].IsNew() || len(added.Config.Personas[0].Feeds) != 4 {
		t.Errorf("%+v, %v", added, err)
	}
	if diff := cmp.Diff(before, tree(t)); diff != "" {
		t.Error(diff)
	}
}

// TestAnImportWarnsOnlyOfWhatItBrings has a list with warnings of its own. What
// was not written has no lines.
func TestAnImportWarnsOnlyOfWhatItBrings(t *testing.T) {
	const one = "the feed is fetched over http, where anybody on the way can change it: use https if the site has it"
	const two = "2 feeds are fetched over http, where anybody on the way can change them, this one first: use https where the site has it"
	files := good(t)
	files["feeds/cfo.yaml"] = "persona: cfo\nname: CFO\nfeeds:\n  - url: http://one.example/feed\n"
	for _, c := range []struct {
		feed, want string
		dry        bool
		persona    string
	}{
		{"https://new.example/feed", "", true, "cfo"},
		{"https://new.example/feed", "", false, "cfo"},
		{"http://one.example/feed", "", false, "cfo"},
		{"http://new.example/feed", "feeds/cfo.yaml: " + two, true, "cfo"},
		{"http://new.example/feed", "feeds/cfo.yaml:4:10: " + two, false, "cfo"},
		{"http://new.example/feed", "feeds/company.yaml: " + one, true, ""},
		{"http://new.example/feed", "feeds/company.yaml:4:10: " + one, false, ""},
	} {
		install(t, files)
		added, err := AddFeeds("", nil, Addition{Persona: c.persona, Feeds: feedsOf(c.feed), DryRun: c.dry})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range added.Warnings {
			got = append(got, w.String())
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%+v: %s", c, text)
		}
	}
}

func TestAFileKeepsItsModeAndItsLink(t *testing.T) {
	install(t, good(t))
	if err := os.Rename("feeds/cfo.yaml", "real.yaml"); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../real.yaml", "feeds/cfo.yaml"); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod("real.yaml", 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := AddFeeds("", nil, Addition{Persona: "cfo", Feeds: feedsOf("https://new.example/feed")}); err != nil {
		t.Fatal(err)
	}
	to, err := os.Readlink("feeds/cfo.yaml")
	if err != nil || to != "../real.yaml" {
		t.Errorf("%s, %v", to, err)
	}
	info, err := os.Stat("real.yaml")
	if err != nil || info.Mode().Perm() != 0o640 || !strings.Contains(tree(t)["real.yaml"], "new.example") {
		t.Errorf("%v, %v", info, err)
	}
}

func TestAListThatSomebodyElseChangesIsNotWrittenOver(t *testing.T) {
	install(t, good(t))
	old := []byte(tree(t)["feeds/cfo.yaml"])
	if err := os.WriteFile("feeds/cfo.yaml", append(old, "# mine\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	before := tree(t)
	for _, seen := range [][]byte{old, nil} {
		if err := replaceFile("feeds/cfo.yaml", seen, []byte("x")); curation.KindOf(err) != curation.Conflict {
			t.Error(err)
		}
	}
	if err := replaceFile("feeds/hr.yaml", []byte("x"), []byte("y")); curation.KindOf(err) != curation.Conflict {
		t.Error(err)
	}
	if diff := cmp.Diff(before, tree(t)); diff != "" {
		t.Error(diff)
	}
}

// TestAnyTitleIsWrittenSoThatItIsReadAgain adds feeds with any titles to lists
// of different shapes: they come back letter for letter, and without them the
// file is what it was.
func TestAnyTitleIsWrittenSoThatItIsReadAgain(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aZ9é \t\"'\\:#-[]{},&*!|>%@`?~.\u00a0\u2028\ufeff\u0085\x00\U0001F600"))),
		rapid.SampledFrom([]string{"true", "null", "~", "1", "0x1F", "1e3", "2026-11-22", "12:30", "yes", "No", "- a", "a: b", "a #b", "|", "<<", "=", ".inf", "..."}))
	shapes := []string{
		"company: Acme\n", "company: Acme\nfeeds: []\n", "company: Acme\nfeeds:\n- url: https://one.example/ # x\n# y\ndomains: [a.example]\n",
		"company: Acme\nfeeds: [ {url: https://one.example/} ]\n", "company: Acme\r\nfeeds:\r\n    -  url: https://one.example/\r\n",
	}
	rapid.Check(t, func(t *rapid.T) {
		shape := rapid.SampledFrom(shapes).Draw(t, "list")
		var feeds []curation.Feed
		for _, title := range rapid.SliceOfN(texts, 1, 4).Draw(t, "titles") {
			feeds = append(feeds, curation.Feed{URL: "https://a.example/" + rapid.StringMatching(`[!-~]{0,8}`).Draw(t, "path"), Title: title})
		}
		d := newDocument("feeds/company.yaml", new(Report))
		d.parse([]byte(shape))
		l := &list{old: []byte(shape), doc: d}
		text, err := l.with(feeds) // which checks what the text means
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(text), "\n")
		for line := range strings.Lines(shape) {
			if !slices.Contains(lines, line) && !strings.Contains(line, "feeds: [") {
				t.Errorf("the line %q is gone from:\n%s", line, text)
			}
		}
		again := newDocument("feeds/company.yaml", new(Report))
		again.parse(text)
		again.warnTexts("", again.root)
		if len(again.report.Mistakes) > 0 {
			t.Errorf("%v in:\n%s", again.report.Mistakes, text)
		}
	})
}

// FuzzSplice holds that a list of any form either takes a feed, and then means
// what it did with that feed added, or is refused.
func FuzzSplice(f *testing.F) {
	for _, text := range []string{
		"company: Acme\nfeeds:\n  - url: https://one.example/\n# x\ndomains: [a.example]\n", "feeds: [ {url: 'a]'}, # ]\n]\n", "feeds: []", "{}", "\uFEFF---\n feeds:\n...\n",
		"? feeds\n: - a\n", "feeds: !!seq [a]\n", "feeds: &a [a]\nx: *a\n", "feeds: |\n  [\n", "\"feeds\": [\"\\\"]\"]\r\n", "feeds:\n- - a\n", "\u2028feeds: []\u0085x: 1",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, was string) {
		d := newDocument("feeds/company.yaml", new(Report))
		d.parse([]byte(was))
		if d.root == nil {
			return
		}
		before := len(d.report.Mistakes)
		added, err := (&list{old: []byte(was), doc: d}).with(feedsOf("https://a.example/feed A: b"))
		if err != nil {
			return
		}
		again := newDocument("feeds/company.yaml", new(Report))
		again.parse(added)
		feeds := items(child(again.root, "feeds"))
		if len(feeds) == 0 || len(again.report.Mistakes) != before {
			t.Fatalf("%d feeds, %v in:\n%s", len(feeds), again.report.Mistakes, added)
		}
		if title, _ := text(child(feeds[len(feeds)-1], "title")); title != "A: b" {
			t.Errorf("the last title is %q in:\n%s", title, added)
		}
	})
}
