package relevance

import (
	"fmt"
	"testing"
)

func TestAMemoGivesWhatWasFoundAndStaysAsItIs(t *testing.T) {
	m := newMemo()
	found := 0
	of := func(w string) term {
		t, known := m.get(w)
		if !known {
			found++
			t = term(len(w)) | term(len(w)%2)<<31
			m.put(t)
		}
		return t
	}
	for range 3 {
		for i := range 1000 {
			for _, w := range []string{"common", fmt.Sprint("word ", i)} {
				if got := of(w); got&^stop != term(len(w)) || (got&stop != 0) != (len(w)%2 == 1) {
					t.Fatalf("%q is %d", w, got)
				}
			}
		}
	}
	if found > 1100 { // some share both places with others
		t.Errorf("1,001 words were looked for %d times", found)
	}
	for i := range 3 * memoSize {
		of(fmt.Sprint("flood ", i))
	}
	if len(m.words) != memoSize/2 {
		t.Errorf("%d places", len(m.words))
	}
	m.get("a term too large")
	m.put(memoTerms)
	if _, known := m.get("a term too large"); known {
		t.Error("a term is remembered that there is no room for")
	}
	if got := of("common"); got != 6 {
		t.Errorf("after a flood it is %d", got)
	}
}
