package feedload

import "sync"

// Counts is what a Server did.
type Counts struct {
	Requests  int
	Full      int // whole documents
	Unchanged int // 304
	Failed    int // on purpose
	Peak      int // most requests at the same time
	Items     int // different articles in the whole documents of all rounds
}

// What became of a request.
type outcome int

const (
	full outcome = iota
	unchanged
	failed
)

// served is which versions of a feed were given out whole, as a set of bits.
type served uint8

// log is what is under way and what was done.
type log struct {
	mu     sync.Mutex
	round  Round
	bodies [][]byte
	now    int           // requests under way
	turn   chan struct{} // closed when those of the group that is gathering are answered
	counts Counts
	served []served
}

func (l *log) begin(r Round, bodies [][]byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.round, l.bodies, l.counts = r, bodies, Counts{}
	l.turn = make(chan struct{})
}

// arrive notes a request. It returns its answer, and a channel that is closed
// when it is to be given.
func (l *log) arrive(feed int) (Round, []byte, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now++
	l.counts.Requests++
	l.counts.Peak = max(l.counts.Peak, l.now)
	turn := l.turn
	if l.counts.Requests%max(l.round.Together, 1) == 0 || l.counts.Requests >= len(l.served) {
		close(turn)
		l.turn = make(chan struct{})
	}
	if l.bodies == nil {
		return l.round, nil, turn
	}
	return l.round, l.bodies[feed], turn
}

func (l *log) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.now--
}

func (l *log) count(feed int, o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch o {
	case full:
		l.counts.Full++
		l.served[feed] |= 1 << l.round.Version
	case unchanged:
		l.counts.Unchanged++
	case failed:
		l.counts.Failed++
	}
}

// Counts are those of the round; Items are of all rounds since the start.
func (s *Server) Counts() Counts {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	c := s.log.counts
	for _, given := range s.log.served {
		had := 0 // articles below this number are counted
		for v := range versions {
			if given&(1<<v) != 0 {
				c.Items += v + s.options.Items - max(v, had)
				had = v + s.options.Items
			}
		}
	}
	return c
}
