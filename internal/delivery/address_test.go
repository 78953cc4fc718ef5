package delivery

import "testing"

func TestALinkToShareIsPlainAndHonest(t *testing.T) {
	for from, want := range map[string]string{
		"https://ledger.example/a?utm_source=rss&utm_medium=feed": "https://ledger.example/a",
		"https://ledger.example/a?id=7&utm_source=rss&page=2":     "https://ledger.example/a?id=7&page=2",
		"https://ledger.example/a?UTM_Campaign=x#part":            "https://ledger.example/a#part",
		"https://ledger.example/a?q=a%20b;c&redirect=utm_source":  "https://ledger.example/a?q=a%20b;c&redirect=utm_source",
		"https://ledger.example/a?":                               "https://ledger.example/a",
		"https://bank.example@evil.example/a":                     "https://evil.example/a",
		"javascript:alert(1)":                                     "",
		"//ledger.example/a":                                      "",
	} {
		if got := webAddress(from); got != want {
			t.Errorf("webAddress(%q) = %q, want %q", from, got, want)
		}
	}
}
