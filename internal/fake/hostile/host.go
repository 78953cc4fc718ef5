package hostile

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Host is a web server on loopback that serves each kind at /NAME, in gzip,
// without saying how long it is. The documents are made beforehand, so that
// serving them takes next to nothing from who reads them.
type Host struct {
	server *httptest.Server
	bodies map[string]body
}

type body struct {
	contentType string
	gzipped     []byte
}

// Start runs a Host. The caller must Close it.
func Start() (*Host, error) {
	h := &Host{bodies: map[string]body{}}
	for _, k := range Kinds() {
		gzipped, err := pack(k)
		if err != nil {
			return nil, err
		}
		h.bodies[k.Name] = body{k.ContentType(), gzipped}
	}
	h.server = httptest.NewServer(h)
	return h, nil
}

// Close stops the server, after the answers under way.
func (h *Host) Close() { h.server.Close() }

// URL is the address of a kind.
func (h *Host) URL(name string) string { return h.server.URL + "/" + name }

// ServeHTTP answers with the kind that the path names.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, known := h.bodies[strings.TrimPrefix(r.URL.Path, "/")]
	if !known {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", b.contentType)
	w.Header().Set("Content-Encoding", "gzip")
	if f, ok := w.(http.Flusher); ok {
		f.Flush() // without a Content-Length
	}
	_, _ = w.Write(b.gzipped) // the reader may have had enough
}

func pack(k Kind) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := k.WriteTo(z); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return bytes.Clone(b.Bytes()), nil
}
