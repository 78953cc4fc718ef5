package discord

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"time"
)

// window counts the requests of one bucket since it began.
type window struct {
	start time.Time
	used  int
}

// use counts a request against a bucket. It returns what remains of the
// window and when it ends; over is set when the limit was reached before. The
// caller holds mu.
func (s *Server) use(key string, r Rate) (remaining int, reset time.Time, over bool) {
	now := s.opts.Now()
	w := s.windows[key]
	if now.Sub(w.start) >= r.Window {
		w = window{start: now}
	}
	reset = w.start.Add(r.Window)
	if w.used >= r.Limit {
		return 0, reset, true
	}
	w.used++
	s.windows[key] = w
	return r.Limit - w.used, reset, false
}

// limit applies the rate limits. limited is set when the request is to be
// answered with a. h holds the headers of the bucket. The caller holds mu.
func (s *Server) limit(route string) (h map[string]string, a answer, limited bool) {
	now := s.opts.Now()
	if s.opts.Global.Limit > 0 {
		if _, reset, over := s.use("", s.opts.Global); over {
			f := RateLimited("global", reset.Sub(now))
			return nil, answer{status: f.Status, header: f.Header, raw: []byte(f.Body)}, true
		}
	}
	if s.opts.PerRoute.Limit == 0 {
		return nil, answer{}, false
	}
	remaining, reset, over := s.use(route, s.opts.PerRoute)
	h = bucketHeaders(route, s.opts.PerRoute.Limit, remaining, reset, reset.Sub(now))
	if over {
		f := RateLimited("user", reset.Sub(now))
		for k, v := range f.Header {
			h[k] = v
		}
		return nil, answer{status: http.StatusTooManyRequests, header: h, raw: []byte(f.Body)}, true
	}
	return h, answer{}, false
}

// bucketHeaders are those of the rate-limits page.
func bucketHeaders(route string, limit, remaining int, reset time.Time, after time.Duration) map[string]string {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(route))
	return map[string]string{
		"X-RateLimit-Limit":       strconv.Itoa(limit),
		"X-RateLimit-Remaining":   strconv.Itoa(remaining),
		"X-RateLimit-Reset":       fmt.Sprintf("%.3f", float64(reset.UnixMilli())/1000),
		"X-RateLimit-Reset-After": fmt.Sprintf("%.3f", after.Seconds()),
		"X-RateLimit-Bucket":      strconv.FormatUint(hash.Sum64(), 16),
	}
}
