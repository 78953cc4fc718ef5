package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"example.com/pickwick/internal/store"
)

// operations is the handler for those who run Pickwick: alive, ready, metrics.
func (a *App) operations() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := a.store.Ping(ctx); err != nil {
			a.log.Warn("not ready", "error", err)
			say(w, http.StatusServiceUnavailable, "the database does not answer")
			return
		}
		say(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

func say(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n")
}

// metrics counts what the jobs do. Labels hold only words of our own, never
// an address or a name.
type metrics struct {
	registry *prometheus.Registry
	polls    *prometheus.CounterVec
	newItems prometheus.Counter
	sends    *prometheus.CounterVec
	jobs     *prometheus.HistogramVec
}

func newMetrics(st *store.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		polls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "pickwick_polls_total", Help: "Feeds polled, by outcome.",
		}, []string{"outcome"}),
		newItems: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "pickwick_new_items_total", Help: "Items that were new when they were polled.",
		}),
		sends: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "pickwick_sends_total", Help: "Picks that delivery dealt with, by outcome.",
		}, []string{"outcome"}),
		jobs: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "pickwick_job_seconds", Help: "Duration of scheduled work, by job and result.",
			Buckets: prometheus.ExponentialBuckets(0.01, 4, 8),
		}, []string{"job", "result"}),
	}
	m.registry.MustRegister(
		m.polls, m.newItems, m.sends, m.jobs, stock{st},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

func (m *metrics) polled(outcome string) { m.polls.WithLabelValues(outcome).Inc() }

func (m *metrics) delivered(sum DeliverySummary) {
	for outcome, n := range map[string]int{
		"delivered": sum.Delivered, "postponed": sum.Postponed, "unknown": sum.Unknown,
		"missed": sum.Missed, "paused": sum.Paused, "failed": sum.Failed,
	} {
		m.sends.WithLabelValues(outcome).Add(float64(n))
	}
}

func (m *metrics) ran(job string, took time.Duration, err error) {
	result := "ok"
	if err != nil {
		result = "failed"
	}
	m.jobs.WithLabelValues(job, result).Observe(took.Seconds())
}

// stock reports what the database holds, asked at each scrape.
type stock struct{ store *store.Store }

// Describe sends nothing: what is there depends on the database.
func (stock) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (s stock) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	c, err := s.store.Counts(ctx)
	if err != nil {
		out <- prometheus.NewInvalidMetric(prometheus.NewDesc("pickwick_stock", "What the database holds.", nil, nil), err)
		return
	}
	gauge := func(name, help string, n int, labels prometheus.Labels) {
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(name, help, nil, labels), prometheus.GaugeValue, float64(n))
	}
	gauge("pickwick_feeds", "Feeds that were polled at least once.", c.Feeds, nil)
	gauge("pickwick_feeds_failing", "Feeds whose last poll failed.", c.FeedsFailing, nil)
	gauge("pickwick_items", "Items held.", c.Items, nil)
	gauge("pickwick_stories", "Stories held.", c.Stories, nil)
	for state, n := range c.Reps {
		gauge("pickwick_reps", "Reps, by state.", n, prometheus.Labels{"state": string(state)})
	}
	for status, n := range c.Picks {
		gauge("pickwick_picks", "Picks, by status.", n, prometheus.Labels{"status": string(status)})
	}
}

// quietLogger gives gocron's own messages to our log, one level down.
type quietLogger struct{ log *slog.Logger }

func (l quietLogger) Debug(string, ...any) {}
func (l quietLogger) Info(msg string, args ...any) {
	l.log.Debug("schedule: "+msg, "more", fmt.Sprint(args...))
}

func (l quietLogger) Warn(msg string, args ...any) {
	l.log.Warn("schedule: "+msg, "more", fmt.Sprint(args...))
}

func (l quietLogger) Error(msg string, args ...any) {
	l.log.Error("schedule: "+msg, "more", fmt.Sprint(args...))
}
