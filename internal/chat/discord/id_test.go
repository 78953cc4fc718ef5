package discord

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNonceIsStableAndFits(t *testing.T) {
	// Written down: a restart with another nonce would send twice.
	if got, want := nonce("3f9k2"), "erjbef72lcu6prtwveum3zhau"; got != want {
		t.Errorf("the nonce of 3f9k2 is %s, want %s", got, want)
	}
	seen := map[string]string{}
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.String().Draw(t, "id")
		n := nonce(id)
		if len(n) != maxNonce || strings.Trim(n, "abcdefghijklmnopqrstuvwxyz234567") != "" || nonce(id) != n {
			t.Errorf("the nonce of %q is %q", id, n)
		}
		if other, ok := seen[n]; ok && other != id {
			t.Errorf("%q and %q have the same nonce", id, other)
		}
		seen[n] = id
	})
}

func TestMarkersAreNotMistaken(t *testing.T) {
	for _, c := range []struct {
		footer, id string
		want       bool
	}{
		{"Score 71 of 100 · pick 12", "12", true},
		{"pick 12", "12", true},
		{"Score 71 of 100 · pick 12", "2", false},
		{"Score 71 of 100 · pick 12", "1", false},
		{"Score 71 of 100 · pick 1 · more", "1", false},
		{"toothpick 12", "12", false},
		{"", "12", false},
	} {
		if got := hasMarker(c.footer, c.id); got != c.want {
			t.Errorf("%q marks %s: %v", c.footer, c.id, got)
		}
	}
}

func TestIdsCountFrom2015(t *testing.T) {
	// The example of the reference page: 175928847299117063 was made then.
	at := time.UnixMilli(1462015105796)
	if got := idBefore(at); got != "175928847298985983" {
		t.Errorf("got %s", got)
	}
	if got := idBefore(time.Time{}); got != "0" {
		t.Errorf("before there was Discord: %s", got)
	}
}
