package curation_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"pgregory.net/rapid"

	"example.com/pickwick/internal/curation"
)

func TestParseMix(t *testing.T) {
	for _, good := range []struct {
		text string
		want curation.Mix
	}{
		{"70/20/10", curation.DefaultMix()},
		{" 100 / 0 / 0 ", curation.Mix{Others: 100}},
		{"0/0/100", curation.Mix{Own: 100}},
	} {
		if got, err := curation.ParseMix(good.text); err != nil || got != good.want {
			t.Errorf("ParseMix(%q) = %v, %v; want %v", good.text, got, err, good.want)
		}
	}
	for text, want := range map[string]string{
		"":            `"" is not a mix: write others/company/own, such as 70/20/10`,
		"70/30":       `"70/30" is not a mix: write others/company/own, such as 70/20/10`,
		"70/20/x":     `"70/20/x" is not a mix: "x" is not a whole percent`,
		"70/20/9.5":   `"70/20/9.5" is not a mix: "9.5" is not a whole percent`,
		"70/20/11":    "the shares 70/20/11 add up to 101, not 100",
		"120/-10/-10": "the share of others is 120: a share is a whole percent from 0 to 100",
	} {
		if _, err := curation.ParseMix(text); err == nil || err.Error() != want {
			t.Errorf("ParseMix(%q) says %v, want %q", text, err, want)
		}
	}
}

func TestMixComesBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		others := rapid.IntRange(0, 100).Draw(t, "others")
		company := rapid.IntRange(0, 100-others).Draw(t, "company")
		m := curation.Mix{Others: others, Company: company, Own: 100 - others - company}
		got, err := curation.ParseMix(m.String())
		if err != nil || got != m {
			t.Fatalf("ParseMix(%q) = %v, %v", m, got, err)
		}
		sum := 0
		for _, o := range curation.Origins() {
			sum += m.Share(o)
		}
		if sum != 100 {
			t.Fatalf("the shares of %v add up to %d", m, sum)
		}
	})
}

func TestAddressComesBackAsItWasWritten(t *testing.T) {
	for text, want := range map[string]curation.Address{
		"console":                    {Chat: "console"},
		"discord:81384788765712384":  {Chat: "discord", User: "81384788765712384"},
		"email:ana@sales.example":    {Chat: "email", User: "ana@sales.example"},
		"teams:https://t.example/#a": {Chat: "teams", User: "https://t.example/#a"},
	} {
		got := curation.ParseAddress(text)
		if got != want || got.String() != text {
			t.Errorf("ParseAddress(%q) = %+v, written %q", text, got, got)
		}
	}
}

func TestEvidenceIsTheBestQuotedInterest(t *testing.T) {
	rs := []curation.Reason{
		{Kind: curation.ReasonFreshness, Points: 50, Evidence: "no interest"},
		{Kind: curation.ReasonInterest, Topic: "unquoted", Points: 40},
		{Kind: curation.ReasonInterest, Topic: "weak", Points: 5, Evidence: "a"},
		{Kind: curation.ReasonInterest, Topic: "strong", Points: 20, Evidence: "b"},
	}
	if r, ok := curation.Evidence(rs); !ok || r.Topic != "strong" {
		t.Errorf("Evidence = %+v, %v", r, ok)
	}
	if r, ok := curation.Evidence(rs[:2]); ok {
		t.Errorf("without a quoted interest Evidence = %+v", r)
	}
}

func TestOnlyMissedAndEmptyPicksDoNotCount(t *testing.T) {
	for status, want := range map[curation.Status]bool{
		curation.Queued: true, curation.Sending: true, curation.Delivered: true, curation.Unknown: true,
		curation.Shared: true, curation.Skipped: true, curation.Expired: true, curation.Missed: false,
	} {
		if got := (curation.Pick{StoryID: "s", Status: status}).Counts(); got != want {
			t.Errorf("a %s pick counts: %v, want %v", status, got, want)
		}
		if (curation.Pick{Status: status}).Counts() {
			t.Errorf("a %s empty day counts", status)
		}
	}
}

func TestErrorsKeepTheirKindAndCause(t *testing.T) {
	err := fmt.Errorf("outer: %w", curation.Errorf(curation.NotFound, "no rep %q: %w", "ana", fs.ErrNotExist))
	if curation.KindOf(err) != curation.NotFound {
		t.Errorf("KindOf = %v", curation.KindOf(err))
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error("the cause is lost")
	}
	if got := err.Error(); got != `outer: no rep "ana": file does not exist` {
		t.Errorf("it says %q", got)
	}
	joined := curation.Errorf(curation.Invalid, "%w, %w", fs.ErrExist, fs.ErrClosed)
	if !errors.Is(joined, fs.ErrExist) || !errors.Is(joined, fs.ErrClosed) {
		t.Error("one of two causes is lost")
	}
	if curation.KindOf(errors.New("plain")) != curation.Internal || curation.KindOf(nil) != curation.Internal {
		t.Error("what has no kind is not Internal")
	}
}

func TestEveryNetworkAndOriginHasWords(t *testing.T) {
	for _, n := range curation.Networks() {
		if n.InWords() == string(n) {
			t.Errorf("%s has no name in words", n)
		}
	}
	seen := map[string]bool{}
	for _, o := range curation.Origins() {
		if seen[o.InWords()] {
			t.Errorf("%s shares its words with another origin", o)
		}
		seen[o.InWords()] = true
	}
}
