package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/delivery/deliverytest"
	fake "example.com/pickwick/internal/fake/discord"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sampleOf(o curation.Origin) delivery.Message {
	m := deliverytest.Sample("3f9k2")
	m.Origin = o
	return m
}

func TestGoldenPayloads(t *testing.T) {
	short := sampleOf(curation.Others)
	short.Author, short.Quote, short.Ask, short.AlsoIn, short.Shares = "", "", "", 1, nil
	for name, m := range map[string]delivery.Message{
		"others": sampleOf(curation.Others), "company": sampleOf(curation.Company),
		"own": sampleOf(curation.Own), "empty": deliverytest.EmptySample("3f9k2"), "short": short,
	} {
		t.Run(name, func(t *testing.T) {
			p, err := compose(m)
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			if err := enc.Encode(p); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s differs; if it is meant to, run go test -update and look at the change:\n%s", file, got.String())
			}
			post(t, newRig(t, fake.Options{}), m)
		})
	}
}

// post puts a message before the fake without the pace of a chat, and returns
// it as the rep sees it.
func post(t *testing.T, r *rig, m delivery.Message) fake.Message {
	t.Helper()
	p, err := compose(m)
	if err != nil {
		t.Fatalf("%v (%v)", err, errors.Unwrap(err))
	}
	body, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	channel, err := r.open(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.server.URL()+"api/v9/channels/"+channel+"/messages", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+fake.DefaultToken)
	req.Header.Set("User-Agent", userAgent)
	req.Header.Set("Content-Type", "application/json")
	resp, err := r.session.Client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	seen := r.server.Seen(rep)
	if resp.StatusCode != http.StatusOK || len(seen) == 0 {
		t.Fatalf("answered %d, violations %q", resp.StatusCode, r.server.Violations())
	}
	return seen[len(seen)-1]
}

// TestLengths fills each text to one below, at and one above its limit, and
// far above. Nothing is refused, and what fits is all there.
func TestLengths(t *testing.T) {
	r := newRig(t, fake.Options{})
	n := 0
	for name, f := range map[string]struct {
		limit int
		set   func(*delivery.Message, string)
	}{
		"title":   {maxTitle, func(m *delivery.Message, s string) { m.Title = s }},
		"source":  {maxAuthor, func(m *delivery.Message, s string) { m.Source, m.Author, m.Age = s, "", "" }},
		"author":  {maxAuthor, func(m *delivery.Message, s string) { m.Source, m.Author, m.Age = "", s, "" }},
		"age":     {maxAuthor, func(m *delivery.Message, s string) { m.Source, m.Author, m.Age = "", "", s }},
		"persona": {maxName, func(m *delivery.Message, s string) { m.Persona, m.Why = s, "" }},
		"why":     {maxLine, func(m *delivery.Message, s string) { m.Why = s }},
		"quote":   {maxQuote, func(m *delivery.Message, s string) { m.Quote = s }},
		"ask":     {maxLine, func(m *delivery.Message, s string) { m.Ask = s }},
		"empty":   {maxLine, func(m *delivery.Message, s string) { m.Empty = s }},
		"rep":     {maxLine, func(m *delivery.Message, s string) { m.Rep = s }},
	} {
		for _, size := range []int{0, 1, f.limit - 1, f.limit, f.limit + 1, 10 * f.limit} {
			for _, letter := range []string{"x", "é", "😀", "*"} {
				text := strings.Repeat(letter, size)
				n++
				m := deliverytest.Sample(fmt.Sprintf("p%d", n))
				f.set(&m, text)
				got := readable(post(t, r, m))
				cost := units(letter)
				if letter == "*" && name != "source" && name != "author" && name != "age" {
					cost = 2
				}
				switch {
				case name == "rep": // not shown
				case size*cost <= f.limit:
					if !strings.Contains(strings.ToLower(got), strings.ToLower(text)) {
						t.Errorf("%s of %d %q is not all there", name, size, letter)
					}
				case !strings.Contains(got, "…"):
					t.Errorf("%s of %d %q is cut without a mark", name, size, letter)
				}
			}
		}
	}
}

// readable is everything that a rep reads of a message.
func readable(m fake.Message) string {
	e := m.Embeds[0]
	title, _ := fake.Render(e.Title)
	description, _ := fake.Render(e.Description)
	text := m.Content + "\n" + title + "\n" + description + "\n" + e.Footer.Text
	if e.Author != nil {
		text += "\n" + e.Author.Name
	}
	return text
}

func TestAllTextsAtTheirLimitsTogether(t *testing.T) {
	long := strings.Repeat("*", 5000)
	m := deliverytest.Sample("1")
	m.PickID = strings.Repeat("i", 5000)
	m.Title, m.Source, m.Author, m.Age, m.Persona, m.Why, m.Quote, m.Ask = long, long, long, long, long, long, long, long
	post(t, newRig(t, fake.Options{}), m)
}

// TestHostileTextShowsAsItIs puts every string of the lists into every field.
// The fake refuses what Discord would; here nothing may be read as markup but
// our own, nor notify anybody.
func TestHostileTextShowsAsItIs(t *testing.T) {
	r := newRig(t, fake.Options{})
	frame := kinds(post(t, r, deliverytest.Sample("frame")))
	for i, s := range append(deliverytest.Naughty(t), markupPayloads(t)...) {
		m := deliverytest.Sample(fmt.Sprintf("h%d", i))
		m.Rep, m.Title, m.Source, m.Author, m.Age, m.Persona, m.Why, m.Quote, m.Ask = s, s, s, s, s, s, s, s, s
		if oneLine(s) == "" {
			continue // no text at all: TestLengths covers it
		}
		if i%100 == 99 {
			r = newRig(t, fake.Options{}) // a short history is read faster
		}
		got := post(t, r, m)
		if len(got.Pings) > 0 {
			t.Errorf("%q notifies %v", s, got.Pings)
		}
		if k := kinds(got); !slices.Equal(k, frame) {
			t.Errorf("%.80q is read as markup: %v, want %v", s, k, frame)
		}
		if text, want := readable(got), oneLine(s); units(want) <= 60 && strings.Count(text, want) < 7 {
			t.Errorf("%q is shown %d times in:\n%s", want, strings.Count(text, want), text)
		}
	}
}

// markupPayloads are those of the shared list, where it is at hand.
func markupPayloads(t *testing.T) (list []string) {
	t.Helper()
	root := os.Getenv(fake.DataEnv)
	if root == "" {
		t.Logf("%s is unset: only the strings of the suite are tried", fake.DataEnv)
		return nil
	}
	raw, err := os.ReadFile(filepath.Join(root, "hostile", "markup.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

func kinds(m fake.Message) (out []string) {
	for _, s := range []string{m.Content, m.Embeds[0].Title, m.Embeds[0].Description} {
		_, marks := fake.Render(s)
		for _, k := range marks {
			out = append(out, k.Kind)
		}
	}
	return out
}

func TestShareButtons(t *testing.T) {
	link := func(n int) string {
		return "https://example.com/?" + strings.Repeat("a", n-len("https://example.com/?"))
	}
	r := newRig(t, fake.Options{})
	for name, c := range map[string]struct {
		shares  []delivery.Share
		buttons int
		text    string // what the description must hold
	}{
		"none":       {nil, 0, ""},
		"one":        {[]delivery.Share{{Network: curation.LinkedIn, URL: link(100)}}, 1, "Say in your own words"},
		"five":       {repeat(5, delivery.Share{Network: curation.X, URL: link(100)}), 5, ""},
		"six":        {repeat(6, delivery.Share{Network: curation.X, URL: link(100)}), 6, ""},
		"25":         {repeat(25, delivery.Share{Network: curation.X, URL: link(100)}), 25, ""},
		"26":         {repeat(26, delivery.Share{Network: curation.X, URL: link(100)}), 25, "(for X, copy the link of the title):"},
		"511":        {[]delivery.Share{{Network: curation.X, URL: link(511)}}, 1, ""},
		"512":        {[]delivery.Share{{Network: curation.X, URL: link(512)}}, 1, ""},
		"513":        {[]delivery.Share{{Network: curation.X, URL: link(513)}}, 1, ""}, // made anew
		"e-mail":     {[]delivery.Share{{Network: curation.Email, URL: "mailto:?subject=x"}}, 0, "share: for E-mail, copy the link of the title."},
		"javascript": {[]delivery.Share{{Network: "odd", URL: "javascript:alert(1)"}}, 0, "share: for odd, copy the link"},
	} {
		m := deliverytest.Sample("s" + name)
		m.Shares = c.shares
		got := post(t, r, m)
		if n := len(got.Buttons()); n != c.buttons {
			t.Errorf("%s: %d buttons, want %d", name, n, c.buttons)
		}
		if !strings.Contains(got.Embeds[0].Description, c.text) {
			t.Errorf("%s: no %q in %q", name, c.text, got.Embeds[0].Description)
		}
		for _, b := range got.Buttons() {
			if len(b.URL) > maxButtonURL || b.CustomID != "" {
				t.Errorf("%s: button %+v", name, b)
			}
		}
	}
}

func repeat(n int, s delivery.Share) []delivery.Share {
	return slices.Repeat([]delivery.Share{s}, n)
}

func TestTheArticlesAddress(t *testing.T) {
	r := newRig(t, fake.Options{})
	url := func(n int) string { return "https://example.com/" + strings.Repeat("a", n-len("https://example.com/")) }
	for _, good := range []string{url(maxLink - 1), url(maxLink), "http://example.com/a b?c=d e", "https://bücher.example/ü", "https://example.com/%zz?x=%"} {
		m := deliverytest.Sample("u" + good[:min(20, len(good))] + strconv.Itoa(len(good)))
		m.URL = good
		if _, err := compose(m); err != nil && !strings.Contains(good, "%zz") {
			t.Errorf("%.60s: %v", good, err)
			continue
		} else if err == nil {
			post(t, r, m)
		}
	}
	for _, bad := range []string{"", url(maxLink + 1), "javascript:alert(1)", "/relative", "ftp://example.com", "https://", "mailto:a@example.com", "https://exa\x00mple.com"} {
		m := deliverytest.Sample("u")
		m.URL = bad
		_, err := r.Send(t.Context(), to, m)
		var se *delivery.SendError
		if !errors.As(err, &se) || se.Outcome != delivery.Rejected {
			t.Errorf("%.60q: %v", bad, err)
		}
	}
}

func TestADateInWords(t *testing.T) {
	for date, want := range map[string]string{
		"2026-11-23": "Monday 23 November", "2027-02-01": "Monday 1 February",
		"": "today", "@everyone": "today", "2026-13-01": "today",
	} {
		if got := day(date); got != want {
			t.Errorf("%q is %q, want %q", date, got, want)
		}
	}
}

func TestTheLongestNoticeFits(t *testing.T) {
	var points []delivery.Point
	for range 50 {
		points = append(points, delivery.Point{What: strings.Repeat("*_`~", 500), Advice: strings.Repeat("wordy ", 500)})
	}
	body, err := compose(delivery.RenderNotice("n", strings.Repeat("heading ", 200), points))
	if err != nil {
		t.Fatal(err)
	}
	embed := body.Embeds[0]
	if n := len(utf16.Encode([]rune(embed.Description))); n == 0 || n > 4096 {
		t.Errorf("the description has %d units", n)
	}
	if n := len(utf16.Encode([]rune(embed.Title))); n > maxTitle {
		t.Errorf("the title has %d units", n)
	}
}
