package fetch_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"example.com/pickwick/internal/ingest/fetch"
)

// canned answers every request on loopback with the same bytes, at the least
// cost there is, so that a benchmark measures the client.
func canned(b *testing.B, answer []byte) (url string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				r := bufio.NewReader(conn)
				for {
					line, err := r.ReadSlice('\n')
					if err != nil {
						return
					}
					if len(line) > 2 {
						continue
					}
					if _, err := conn.Write(answer); err != nil {
						return
					}
				}
			}()
		}
	}()
	return "http://" + l.Addr().String() + "/feed"
}

// feed100KB is a document of 100 KB that gzip makes five times smaller, as
// it does with real feeds.
func feed100KB() []byte {
	random := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 2000)
	for i := range words {
		word := make([]byte, 2+random.IntN(9))
		for j := range word {
			word[j] = "etaoinshrdlucmfwypvbgkqjxz"[min(random.IntN(26), random.IntN(26))]
		}
		words[i] = string(word)
	}
	out := bytes.NewBufferString(`<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title>`)
	for i := range 30 {
		fmt.Fprintf(out, `<item><title>Story %d</title><link>https://example.com/%d</link><guid isPermaLink="false">g-%d</guid><description>`, i, i, i)
		for start := out.Len(); out.Len() < start+3200; {
			out.WriteString(words[min(random.IntN(2000), random.IntN(2000))])
			out.WriteByte(' ')
		}
		out.WriteString(`</description></item>`)
	}
	out.WriteString(`</channel></rss>`)
	return out.Bytes()
}

func packed(b *testing.B, body []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	if _, err := z.Write(body); err != nil {
		b.Fatal(err)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return buf.Bytes()
}

// cpu is what the process has used so far.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// compare runs the client of net/http with nothing around it, and ours, over
// the same answer, with 64 requests in flight.
func compare(b *testing.B, answer []byte, want int) {
	url := canned(b, answer)
	bare := &http.Client{Transport: &http.Transport{DisableCompression: true, MaxIdleConns: 256, MaxIdleConnsPerHost: 256}}
	defer bare.CloseIdleConnections()
	ours := fetch.New(fetch.Options{AllowPrivate: true})
	defer ours.Close()
	for name, get := range map[string]func() (int, error){
		"bare": func() (int, error) { return bareGet(b, bare, url) },
		"ours": func() (n int, err error) {
			err = ours.Do(b.Context(), fetch.Request{URL: url, ETag: `"a"`}, func(r fetch.Response) { n = len(r.Body) })
			return n, err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(32)
			before := cpu(b)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if n, err := get(); err != nil || n != want {
						b.Errorf("%d bytes, not %d; %v", n, want, err)
					}
				}
			})
			b.ReportMetric(float64((cpu(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
		})
	}
}

func bareGet(b *testing.B, c *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	req.Header.Set("If-None-Match", `"a"`)
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return 0, nil
	}
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(io.Discard, z)
	return int(n), err
}

func BenchmarkNotModified(b *testing.B) {
	compare(b, []byte("HTTP/1.1 304 Not Modified\r\nEtag: \"a\"\r\nDate: Sun, 22 Nov 2026 09:00:00 GMT\r\n\r\n"), 0)
}

func BenchmarkAPackedFeed(b *testing.B) {
	body := feed100KB()
	sent := packed(b, body)
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nEtag: \"a\"\r\nDate: Sun, 22 Nov 2026 09:00:00 GMT\r\nContent-Length: %d\r\n\r\n", len(sent))
	compare(b, append([]byte(head), sent...), len(body))
}
