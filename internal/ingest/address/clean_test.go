package address

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAddressesAreCleanedOrRefused(t *testing.T) {
	for in, want := range map[string]string{
		" https://a.example/feed\n":                      "https://a.example/feed",
		"https://a.example/fe\n  ed":                     "https://a.example/fe%20%20ed",
		"<https://a.example/feed>":                       "https://a.example/feed",
		"HTTPS://A.example/Feed":                         "HTTPS://A.example/Feed",
		"https://a.example/?a=<b>":                       "https://a.example/?a=<b>",
		"'https://a.example/b'":                          "https://a.example/b",
		"https://bücher.example/'":                       "https://bücher.example/'",
		"feed://a.example/feed":                          "https://a.example/feed",
		"feed:https://a.example/feed":                    "https://a.example/feed",
		"feed:http://a.example/feed":                     "http://a.example/feed",
		"FEED:a.example/feed":                            "https://a.example/feed",
		"itpc://a.example/feed":                          "https://a.example/feed",
		"//a.example/feed":                               "https://a.example/feed",
		"www.a.example/feed":                             "https://www.a.example/feed",
		"a.example:8080/feed":                            "https://a.example:8080/feed",
		"https://a.example/100%":                         "https://a.example/100%25",
		"https://a.example/é":                            "https://a.example/é",
		"http://hostname.local/feed":                     "http://hostname.local/feed",
		"":                                               "there is no address",
		" ":                                              "there is no address",
		"feed":                                           `"feed" is not a web address: it must begin with https:// or http:// and name a host`,
		"javascript:alert(1)":                            `"javascript:alert(1)" is not a web address: it must begin with https:// or http:// and name a host`,
		"file:///etc/passwd":                             `"file:///etc/passwd" is not a web address: it must begin with https:// or http:// and name a host`,
		"ftp://a.example/feed":                           `"ftp://a.example/feed" is not a web address: it must begin with https:// or http:// and name a host`,
		"feed:javascript:alert(1)":                       `"https://javascript:alert(1)" is not a web address: it must begin with https:// or http:// and name a host`,
		"mailto:jane@a.example":                          `"a.example" is not a web address: it must begin with https:// or http:// and name a host`,
		"https://jane:hunter2@a.example/feed":            `"https://a.example/feed" comes with a user name or a password: only feeds that anybody can read are allowed`,
		"https://jane:hunter2@a.example:x/feed":          `"a.example:x/feed" is not a web address: it must begin with https:// or http:// and name a host`,
		"https://a.example/" + strings.Repeat("x", 5000): `"https://a.example/` + strings.Repeat("x", 62) + `…" is not a web address: it must begin with https:// or http:// and name a host`,
	} {
		got, err := Clean(in)
		if err != nil {
			got = err.Error()
		} else if again, err := Clean(got); again != got || err != nil {
			t.Errorf("%s becomes %s, %v", got, again, err)
		}
		if got != want {
			t.Errorf("%q: %s, not %s", in, got, want)
		}
		if strings.Contains(got, "hunter2") {
			t.Errorf("%q: the password is told", in)
		}
	}
}

func TestACleanAddressStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.OneOf(rapid.String(), rapid.StringMatching(`(feed:)?(https?:)?(//)?[a-z.]{1,8}(:[0-9]{1,3})?[/?#%a-zé &]{0,9}`)).Draw(t, "address")
		once, err := Clean(raw)
		if err != nil {
			return
		}
		if twice, err := Clean(once); twice != once || err != nil {
			t.Errorf("%q becomes %q, then %q, %v", raw, once, twice, err)
		}
	})
}
