package deliverytest

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"

	"example.com/pickwick/internal/delivery"
)

func everythingArrives(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	m := Sample("1")
	send(t, rig, m)
	got := one(t, rig)
	for name, want := range map[string]string{
		"title": m.Title, "source": m.Source, "author": m.Author, "age": m.Age,
		"origin in words": m.Origin.InWords(), "persona": m.Persona, "why": m.Why,
		"quote": m.Quote, "ask": m.Ask, "count of other feeds": strconv.Itoa(m.AlsoIn),
	} {
		if want == "" {
			t.Errorf("the sample has no %s to look for", name)
		}
		if !shows(got, want) {
			t.Errorf("the %s %q did not arrive in:\n%s", name, want, got.Text)
		}
	}
	if !slices.Contains(got.Links, m.URL) {
		t.Errorf("no link to the article %s among %q", m.URL, got.Links)
	}
	for _, s := range m.Shares {
		if strings.HasPrefix(s.URL, "mailto:") && rig.NoMailto {
			continue
		}
		if !slices.Contains(got.Links, s.URL) {
			t.Errorf("no share link for %s (%s) among %q", s.Network, s.URL, got.Links)
		}
	}
}

func emptyDayArrives(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	m := EmptySample("1")
	send(t, rig, m)
	if got := one(t, rig); !shows(got, m.Empty) {
		t.Errorf("the cause %q did not arrive in:\n%s", m.Empty, got.Text)
	}
}

func noticeArrives(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	m := NoticeSample("1")
	send(t, rig, m)
	got := one(t, rig)
	for _, want := range []string{m.Notice.Heading, m.Notice.Points[0].What, m.Notice.Points[0].Advice, m.Notice.Points[1].What} {
		if !shows(got, want) {
			t.Errorf("%q did not arrive in:\n%s", want, got.Text)
		}
	}
}

func concurrentSends(t *testing.T, newRig func(*testing.T) Rig) {
	rig := newRig(t)
	const n = 16
	refs := make([]string, n)
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			refs[i], errs[i] = rig.Chat.Send(t.Context(), rig.To, concurrent(i))
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			t.Fatalf("send %d: %v", i, err)
		}
	}
	got := rig.Arrived()
	if len(got) != n {
		t.Fatalf("%d of %d messages arrived", len(got), n)
	}
	for i := range n {
		m, found := concurrent(i), 0
		for _, a := range got {
			if shows(a, m.Title) {
				found++
				if !shows(a, m.Quote) || !slices.Contains(a.Links, m.URL) {
					t.Errorf("message %d got mixed with another:\n%s", i, a.Text)
				}
			}
		}
		if found != 1 {
			t.Errorf("message %d arrived %d times", i, found)
		}
	}
	slices.Sort(refs)
	if refs[0] != "" && len(slices.Compact(refs)) != n {
		t.Error("two messages have the same reference")
	}
}

// concurrent makes IDs of one length, so that no title is the start of another.
func concurrent(i int) delivery.Message { return Sample("c" + strconv.Itoa(100+i)) }

func send(t *testing.T, rig Rig, m delivery.Message) (ref string) {
	t.Helper()
	ref, err := rig.Chat.Send(t.Context(), rig.To, m)
	if err != nil {
		t.Fatalf("sending %q: %v (cause: %v)", m.Title, err, unwrapped(err))
	}
	return ref
}

func one(t *testing.T, rig Rig) Arrived {
	t.Helper()
	got := rig.Arrived()
	if len(got) != 1 {
		t.Fatalf("%d messages arrived, want 1", len(got))
	}
	return got[0]
}

// shows compares without white space, because a chat may wrap where it likes,
// and without case, because it may begin a line with any word.
func shows(a Arrived, want string) bool { return strings.Contains(squeeze(a.Text), squeeze(want)) }

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
