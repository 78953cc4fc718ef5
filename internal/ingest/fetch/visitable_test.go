package fetch

import (
	"errors"
	"testing"
)

func TestAnAddressIsJudgedWithoutAskingAnybody(t *testing.T) {
	guarded, open := New(Options{}), New(Options{AllowPrivate: true})
	t.Cleanup(guarded.Close)
	t.Cleanup(open.Close)
	for address, want := range map[string]Outcome{
		"https://site.example/feed":             "",
		"https://site.example:8443/feed":        "",
		"https://1.1.1.1/feed":                  "",
		"https://[2606:4700:4700::1111]/feed":   "",
		"http://hostname.local/feed":            PrivateAddress,
		"http://intranet/feed":                  PrivateAddress,
		"http://127.0.0.1/feed":                 PrivateAddress,
		"http://10.1.2.3/feed":                  PrivateAddress,
		"http://169.254.169.254/latest":         PrivateAddress,
		"http://[::1]/feed":                     PrivateAddress,
		"http://[::ffff:10.0.0.1]/feed":         PrivateAddress,
		"http://1.1.1.1:22/feed":                PrivateAddress,
		"http://0x7f.1/feed":                    PrivateAddress,
		"ftp://site.example/feed":               BadAddress,
		"https://site.example:99999/feed":       BadAddress,
		"https://jane:hunter2@%zz.example/feed": BadAddress,
	} {
		got := Outcome("")
		var failed *Error
		if errors.As(guarded.Check(address), &failed) {
			got = failed.Outcome
		}
		if got != want {
			t.Errorf("%s: %q, not %q", address, got, want)
		}
		if err := open.Check(address); (err == nil) != (want != BadAddress) {
			t.Errorf("%s, where private networks are allowed: %v", address, err)
		}
	}
}
