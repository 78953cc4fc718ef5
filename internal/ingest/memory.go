package ingest

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
	"time"
)

// memory is what the items of one feed are known by, over all its polls: it is
// why an item that is edited, re-dated, moved or sent again after months isn't
// taken for a new one. It is saved with the items, in the same transaction.
type memory struct {
	traces  []trace
	byPrint map[uint64]int
	byGUID  map[uint64][]int
	byURL   map[uint64][]int
	byTitle map[uint64][]int
	byID    map[string]int
}

// trace is what is remembered of one item.
type trace struct {
	signals
	id    string
	mark  uint64 // of its bytes when they were last decoded
	first int64  // Unix seconds of its first and of its last sight
	last  int64
}

// maxTraces is how many items of a feed are remembered, those that its document
// holds included, which are at most 1,000: a feed of 30 items a day that comes
// back after two months with its whole archive is still recognised. At 85
// bytes each they take 170 KB at most.
const maxTraces = 2000

// stale is after which time, in seconds, it is noted that an item is still
// there: writing it down at each poll would cost a write a poll.
const stale = 24 * 3600

const memoryVersion = 1

var errMemory = errors.New("what the feed's items are known by can't be read")

func newMemory() *memory { return &memory{byPrint: map[uint64]int{}} }

// openMemory reads a memory; nothing makes an empty one.
func openMemory(stored []byte) (*memory, error) {
	m := newMemory()
	if len(stored) > 0 {
		if stored[0] != memoryVersion {
			return nil, errMemory
		}
		for rest := stored[1:]; len(rest) > 0; {
			t, n := readTrace(rest)
			if n == 0 {
				return nil, errMemory
			}
			m.traces = append(m.traces, t)
			rest = rest[n:]
		}
	}
	for i, t := range m.traces {
		if t.mark != 0 {
			m.byPrint[t.mark] = i
		}
	}
	return m, nil
}

const fixedTrace = 8*5 + 4 + 8*3 // bytes of a trace besides its ID

func readTrace(b []byte) (t trace, n int) {
	size := int(b[0])
	if size == 0 || len(b) < 1+size+fixedTrace {
		return trace{}, 0
	}
	t.id = string(b[1 : 1+size])
	b = b[1+size:]
	next := func() uint64 {
		v := binary.LittleEndian.Uint64(b)
		b = b[8:]
		return v
	}
	t.guid, t.url, t.title, t.text, t.mark = next(), next(), next(), next(), next()
	t.date, t.first, t.last = int64(next()), int64(next()), int64(next())
	t.site = binary.LittleEndian.Uint32(b)
	return t, 1 + size + fixedTrace
}

// bytes writes the memory, without the traces that are beyond its limit: those
// not seen for longest.
func (m *memory) bytes(now time.Time) []byte {
	kept := m.traces
	if absent := len(kept) - maxTraces; absent > 0 {
		kept = slices.Clone(kept)
		slices.SortStableFunc(kept, func(a, b trace) int { return cmp.Compare(a.last, b.last) })
		kept = slices.DeleteFunc(kept, func(t trace) bool {
			if absent == 0 || t.last >= now.Unix() {
				return false
			}
			absent--
			return true
		})
	}
	out := make([]byte, 1, 1+len(kept)*(17+fixedTrace))
	out[0] = memoryVersion
	for _, t := range kept {
		out = append(append(out, byte(len(t.id))), t.id...)
		for _, v := range []uint64{t.guid, t.url, t.title, t.text, t.mark, uint64(t.date), uint64(t.first), uint64(t.last)} {
			out = binary.LittleEndian.AppendUint64(out, v)
		}
		out = binary.LittleEndian.AppendUint32(out, t.site)
	}
	return out
}

// knows reports the fingerprint of an item that was worked on before.
func (m *memory) knows(fingerprint uint64) bool {
	_, ok := m.byPrint[fingerprint]
	return ok
}

// index prepares to look for traces by what they show. A poll that brings
// nothing but known items needs none of it.
func (m *memory) index() {
	n := len(m.traces)
	m.byGUID, m.byURL, m.byTitle = make(map[uint64][]int, n), make(map[uint64][]int, n), make(map[uint64][]int, n)
	m.byID = make(map[string]int, n)
	for i := range m.traces {
		m.note(i)
	}
}

func (m *memory) note(i int) {
	t := m.traces[i]
	for _, by := range []struct {
		list map[uint64][]int
		sign uint64
	}{{m.byGUID, t.guid}, {m.byURL, t.url}, {m.byTitle, t.title}} {
		if by.sign != 0 && !slices.Contains(by.list[by.sign], i) {
			by.list[by.sign] = append(by.list[by.sign], i)
		}
	}
	m.byID[t.id] = i
}

// add remembers one more item, and returns its place.
func (m *memory) add(t trace) int {
	m.traces = append(m.traces, t)
	m.note(len(m.traces) - 1)
	return len(m.traces) - 1
}

// candidates are the traces that share a sign with an item, the most telling
// sign first.
func (m *memory) candidates(s signals) []int {
	var found []int
	for _, list := range [][]int{m.byGUID[s.guid], m.byURL[s.url], m.byTitle[s.title]} {
		// A sign that hundreds share tells nothing, and looking at all of
		// them for each item would take the square of the time.
		for _, i := range list[:min(len(list), 50)] {
			if !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
	}
	return found
}
