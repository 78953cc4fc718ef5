package config

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFormats(t *testing.T) {
	for name, tt := range map[string]struct{ good, bad []string }{
		"text":                 {[]string{"a", " a ", "日本"}, []string{"", " ", "\t\n", "\u00a0"}},
		"database":             {[]string{"a.db", "../a.db", "/var/a.db", `C:\a.db`, "postgres://h/d", "postgresql://u@h:5/d?sslmode=disable"}, []string{"", "mysql://h/d", "sqlite:a.db", "file:a.db", "postgres://u:p@h/d", "postgres://h/d?password=p", "host=h password=p", "postgres://h:port/d", "postgres://h /d"}},
		"time-of-day":          {[]string{"00:00", "08:30", "23:59"}, []string{"", "8:30", "24:00", "08:60", "08:30:00", "0830", " 08:30", "08:30am", "０８:30"}},
		"time-zone":            {[]string{"UTC", "Europe/Berlin", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Pacific/Apia"}, []string{"", "Local", "Berlin", "CEST+1", "../etc/passwd", "/etc/localtime", "+02:00"}},
		"time-span":            {[]string{"1s", "30m", "90d", "1d12h", "1h30m", "1.5h", "500ms", "3650d"}, []string{"", "0", "0s", "30", "-5m", "+5m", "5 m", "1w", "1h1d", "d", "1d1d", "h", "1e3s", "3651d", "9999999h", "1d99999999999999h", "1us", "1m5", "1..5s"}},
		"time-span-or-0":       {[]string{"0", "1s", "30d"}, []string{"", "00", "0.0", "30", "-0"}},
		"percentage":           {[]string{"25%", "100%", "0.5%", "12.25%", "007%"}, []string{"", "25", "0%", "0.0%", "101%", "100.1%", "-5%", "25 %", "%", "1e1%", ".5%"}},
		"byte-size":            {[]string{"1KiB", "500KiB", "20MiB", "100MiB", "102400KiB", "007MiB"}, []string{"", "20", "0KiB", "101MiB", "102401KiB", "999999999MiB", "9999999999KiB", "MiB", "20MB", "20 MiB", "20mib", "1.5MiB", "-1KiB", "1GiB", "1024B", "٢MiB"}},
		"web-address":          {[]string{"https://a.example/f", "http://a.example", "HTTPS://A.example:8443/f?x=y#z", "https://[2001:db8::1]/f", "https://xn--bcher-kva.example/", "https://bücher.example/"}, []string{"", "a.example", "//a.example/f", "ftp://a.example/f", "javascript:alert(1)", "https:", "https://", "https:///f", "https:a.example", "https://u@a.example/", "https://u:p@a.example/", "https://a.example:0/", "https://a.example:99999/", "https://a.example/a b", "https://a.example/\n", "https://a.example:x/", "https://" + strings.Repeat("a", 2048), "https://[::1/", "https://%zz/"}},
		"web-address-or-none":  {[]string{"", "https://p.example", "http://127.0.0.1:8080/team/"}, []string{"p.example", "https://p.example/?a", "https://p.example/#a", "https://u:p@p.example/"}},
		"proxy-or-none":        {[]string{"", "http://proxy.example:3128", "https://proxy.example:443/", "http://[2001:db8::1]:80"}, []string{"proxy.example:3128", "http://proxy.example", "http://:3128", "http://proxy.example:0", "http://proxy.example:65536", "ftp://proxy.example:21", "http://proxy.example:80/path", "http://proxy.example:80?x", "http://proxy.example:80 ", "http://u:p@proxy.example:80", "http://%zz"}},
		"chat-address-or-none": {[]string{"", "console", "discord:81384788765712384"}, []string{"console:x", "discord", "discord:ana", "pigeon:7", "slack:U1"}},
		"listen-address":       {[]string{":8080", "127.0.0.1:8080", "localhost:0", "[::1]:8080", "pickwick.example:80"}, []string{"", "8080", "localhost", "127.0.0.1", "a:b", "a b:80", "::1:8080", "[::zz]:80", "a:65536", "https://a.example:80", "a:-1"}},
		"domain":               {[]string{"acme.example", "blog.acme.example", "a-b.example", "xn--bcher-kva.example", "1.example"}, []string{"", "acme", "acme.example.", ".example", "-a.example", "a-.example", "Acme.example", "https://acme.example", "acme.example/", "a b.example", "bücher.example", "*.acme.example", strings.Repeat("a.", 130) + "example"}},
		"language":             {[]string{"en", "de", "no", "nb", "pt", "zh", "gsw", "haw"}, []string{"", "EN", "en-GB", "english", "deu", "xx1", "und", "e", "zh-Hant", "-"}},
		"persona-id":           {[]string{"cfo", "c", "vp-sales", "it_lead", "2nd", strings.Repeat("a", 64)}, []string{"", "CFO", "c fo", "-a", "_a", "a.b", "a/b", "..", "é", strings.Repeat("a", 65)}},
		"discord-id":           {[]string{"1", "81384788765712384", "12345678901234567890"}, []string{"", "-1", "1a", "123456789012345678901", " 1", "MTIz.abc.def"}},
	} {
		check := formats()[name]
		if check == nil {
			t.Fatalf("there is no format %s", name)
		}
		for _, s := range tt.good {
			if err := check(s); err != nil {
				t.Errorf("%s refuses %q: %v", name, s, err)
			}
		}
		for _, s := range tt.bad {
			if err := check(s); err == nil {
				t.Errorf("%s accepts %q", name, s)
			} else if !strings.Contains(err.Error(), ": ") {
				t.Errorf("%s says %q of %q, and not what is allowed", name, err, s)
			}
		}
	}
	if got := len(formats()); got != 17 {
		t.Errorf("%d formats, of which 17 are tested", got)
	}
}

func TestEveryFormatOfTheSchemasIsKnown(t *testing.T) {
	for name := range schemaFiles() {
		data := readSchema(t, name)
		for _, part := range strings.Split(data, `"format": "`)[1:] {
			format, _, _ := strings.Cut(part, `"`)
			if formats()[format] == nil {
				t.Errorf("%s.schema.json names the format %s, which nobody checks", name, format)
			}
		}
	}
}

func TestFormatsNeverPanicAndSpeakInOneLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "value")
		for name, check := range formats() {
			if err := check(s); err != nil && (strings.ContainsAny(err.Error(), "\n\r\x00\x1b") || utf8.RuneCountInString(err.Error()) > 400) {
				t.Errorf("%s says %q", name, err)
			}
		}
	})
}

func TestSpansAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.IntRange(0, 3649).Draw(t, "days")
		rest := time.Duration(rapid.Int64Range(1, int64(24*time.Hour/time.Millisecond)).Draw(t, "rest")) * time.Millisecond
		text := rest.String()
		if days > 0 {
			text = fmt.Sprintf("%dd%s", days, rest)
		}
		got, err := parseSpan(text)
		if want := time.Duration(days)*24*time.Hour + rest; err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	})
}

func TestPercentagesAreShares(t *testing.T) {
	for s, want := range map[string]float64{"25%": 0.25, "100%": 1, "0.5%": 0.005} {
		if got, err := parsePercentage(s); err != nil || got != want {
			t.Errorf("%s is %v, %v", s, got, err)
		}
	}
}

func TestQuotedValuesAreShortAndWithoutCredentials(t *testing.T) {
	for in, want := range map[string]string{
		"a":                                  `"a"`,
		"a\"\n\x1b[31m":                      `"a\"\n\x1b[31m"`,
		"https://u:p@a.example/":             `"https://…@a.example/"`,
		"postgres://u:p@h/d":                 `"postgres://…@h/d"`,
		strings.Repeat("ü", 61):              `"` + strings.Repeat("ü", 60) + `…"`,
		"//" + strings.Repeat("p", 90) + "@": `"//…@"`,
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) is %s, want %s", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"about", "avoid", "feeds", "formats", "influencers", "interests", "languages", "name", "networks", "persona", "weight", "also", "ask", "url"}
	for in, want := range map[string]string{
		"wieght": "weight", "weigth": "weight", "Weight": "weight", "weights": "weight", "feed": "feeds", "intrests": "interests",
		"influencer": "influencers", "language": "languages", "ulr": "url", "uri": "url", "naem": "name", "network": "networks",
		"colour": "", "": "", "title": "", "token": "", "x": "", strings.Repeat("weight", 100): "weight", strings.Repeat("x", 100): "",
	} {
		if got := Nearest(in, keys); got != want {
			t.Errorf("nearest to %q is %q, want %q", in, got, want)
		}
	}
	if got := Nearest(strings.Repeat("x", 300), []string{strings.Repeat("y", 300)}); got != "" {
		t.Errorf("nearest to a long word is %q", got)
	}
	if got := Nearest("wednesday", []string{"mon", "tue", "wed"}); got != "wed" {
		t.Errorf("nearest to wednesday is %q", got)
	}
}

func TestDistanceIsAMeasure(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abcé")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != (a == b) || d > max(utf8.RuneCountInString(a), utf8.RuneCountInString(b)) {
			t.Errorf("distance of %q and %q is %d", a, b, d)
		}
	})
}
