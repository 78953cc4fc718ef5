package relevance

import (
	"fmt"
	"testing"
)

func TestAMemoGivesWhatWasFoundAndStaysAsItIs(t *testing.T) {
	m := newMemo()
	found := 0
	find := func(w string) term {
		found++
		return term(len(w))
	}
	for range 3 {
		for i := range 1000 {
			for _, w := range []string{"common", fmt.Sprint("word ", i)} {
				if got := m.of(w, find); got != term(len(w)) {
					t.Fatalf("%q is %d", w, got)
				}
			}
		}
	}
	if found > 1100 { // some share both places with others
		t.Errorf("1,001 words were looked for %d times", found)
	}
	for i := range 3 * memoSize {
		m.of(fmt.Sprint("flood ", i), find)
	}
	if len(m.words) != memoSize/2 {
		t.Errorf("%d places", len(m.words))
	}
	if got := m.of("common", find); got != 6 {
		t.Errorf("after a flood it is %d", got)
	}
}
