package config

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func TestEverySizeInRangeIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 100<<10).Draw(t, "KiB")
		if got, err := parseSize(strconv.FormatInt(n, 10) + "KiB"); got != n<<10 || err != nil {
			t.Errorf("%d KiB are %d bytes, %v", n, got, err)
		}
		if got, err := parseSize(strconv.FormatInt(n/1024+1, 10) + "MiB"); n < 100<<10 && (got != (n/1024+1)<<20 || err != nil) {
			t.Errorf("%d MiB are %d bytes, %v", n/1024+1, got, err)
		}
	})
}

func TestAFeedsOwnSizeIsLoaded(t *testing.T) {
	files := good(t)
	files["feeds/cfo.yaml"] += "    max_size: 20MiB\n"
	files["feeds/company.yaml"] += "    max_size: 500KiB\n"
	install(t, files)
	cfg := load(t)
	if feeds := cfg.Personas[0].Feeds; feeds[0].MaxBytes != 0 || feeds[2].MaxBytes != 20<<20 {
		t.Errorf("%+v", feeds)
	}
	if got := cfg.Profile.Feeds[0].MaxBytes; got != 500<<10 {
		t.Errorf("the company's feed may have %d bytes", got)
	}
}

func TestTheProxyOfTheEnvironmentWins(t *testing.T) {
	files := good(t)
	files["configs/pickwick.yaml"] += "poll: {proxy: 'http://proxy.example:3128'}\n"
	install(t, files)
	const secret = "http://jane:hunter2@other.example:8080"
	for want, environ := range map[string][]string{
		"http://proxy.example:3128": {"PICKWICK_POLL_PROXY="},
		secret:                      {"PICKWICK_POLL_PROXY=" + secret},
	} {
		if got := load(t, environ...).Poll.Proxy; got.Reveal() != want {
			t.Errorf("the proxy is %q, not %q", got.Reveal(), want)
		}
	}
}
