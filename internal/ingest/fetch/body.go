package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// maxEncodings is how many encodings may lie on top of each other.
const maxEncodings = 2

// read takes in the body of an answer, decoded, and reports whether it ended
// before its end. It is errNoRoom when it turns out too large for its place and
// there is no larger one now.
func (h *hop) read(res *http.Response) (body []byte, partial bool, err error) {
	names := encodings(res.Header)
	if len(names) > maxEncodings {
		return nil, false, fault(BadAnswer, h.at.url, fmt.Errorf("%d encodings on top of each other", len(names)))
	}
	var known int64 // a length is only claimed, and reserves no more than its place has
	if len(names) == 0 {
		known = max(res.ContentLength, 0)
	}
	if known > h.limit {
		return nil, false, fault(TooLarge, h.at.url, nil)
	}
	// What is on the wire is limited too: gzip members can be endless and empty.
	wire := &io.LimitedReader{R: res.Body, N: h.limit + 1<<20}
	in := h.client.reader(wire)
	defer h.client.doneWith(in)
	_, err = in.Peek(beginning)
	if err := h.settle(errors.Is(err, io.EOF)); err != nil {
		return nil, false, err
	}
	decoded := io.Reader(in)
	for _, name := range slices.Backward(names) { // the last one was put on last
		r, err := h.client.decoder(name, decoded)
		if err != nil {
			return nil, false, fault(BadAnswer, h.at.url, err)
		}
		defer r.Close() //nolint:errcheck // a decoder has nothing to lose when it is closed
		decoded = r
	}
	body, err = h.fill(decoded, known)
	switch {
	case errors.Is(err, errNoRoom):
		return nil, false, err
	case int64(len(body)) > h.limit, wire.N <= 0:
		return nil, false, fault(TooLarge, h.at.url, nil)
	case err == nil:
		return body, false, nil
	case errors.Is(err, io.ErrUnexpectedEOF) && len(body) > 0:
		return body, true, nil
	case len(names) > 0 && classify(err) == BadAnswer && len(body) > 0:
		return body, true, nil // a checksum is wrong, or rubbish follows
	}
	return nil, false, err
}

// settle takes the place of a small document for one that has no place yet.
// whole says that the host has sent all of it.
func (h *hop) settle(whole bool) error {
	if h.held.size != nil {
		return nil // known to be large
	}
	h.stop()
	defer h.start()
	if err := h.held.settle(h.ctx, 0); err != nil {
		return err
	}
	if !whole {
		h.watch()
	}
	return nil
}

// widen sees to a place that has room for so many bytes, or notes which one
// the errand needs.
func (h *hop) widen(bytes int64) bool {
	before := h.held.size
	if !h.held.widen(bytes) {
		h.size = h.client.room.holds(bytes)
		return false
	}
	if h.rest != nil && h.held.size != before {
		h.watch()
	}
	return true
}

// fill takes in a body of which known bytes are promised, up to one byte beyond
// the limit, in a place that is wide enough.
func (h *hop) fill(r io.Reader, known int64) ([]byte, error) {
	if h.buffer == nil {
		h.buffer = h.client.buffer()
	}
	body := (*h.buffer)[:0]
	defer func() { *h.buffer = body }()
	for done := false; ; {
		size := max(known, int64(len(body)))
		switch {
		case int64(len(body)) > h.limit:
			return body, nil
		case !h.widen(size):
			return body, errNoRoom
		case done:
			return body, nil
		}
		most := min(h.limit, h.held.size.most) + 1
		for !done && int64(len(body)) < most {
			if len(body) == cap(body) || known >= int64(cap(body)) {
				size := min(max(2*int64(cap(body)), known+1), most)
				body = append(make([]byte, 0, size), body...)
			}
			n, err := r.Read(body[len(body):min(int64(cap(body)), most)])
			body = body[:len(body)+n]
			done = errors.Is(err, io.EOF)
			if err != nil && !done {
				return body, err
			}
		}
	}
}

// encodings are the names in Content-Encoding, first put on first.
func encodings(h http.Header) []string {
	var names []string
	for _, name := range strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "", "identity", "none", "utf-8", "utf8": // the last two are seen, and mean nothing
		default:
			names = append(names, name)
		}
	}
	return names
}

// decoder undoes one encoding. A body that does not begin like its encoding is
// taken as it is: servers that say gzip and send plain text are common.
func (c *Client) decoder(name string, r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r) // which is r itself when it may be
	head, _ := b.Peek(4)
	switch name {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			return io.NopCloser(b), nil
		}
		return c.gunzip(b)
	case "deflate":
		// Named so, both zlib (RFC 1950, as the standard has it) and bare
		// deflate (RFC 1951) are sent.
		if len(head) >= 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			return zlib.NewReader(b)
		}
		if len(head) > 0 && (head[0] == '<' || head[0] == '{') {
			return io.NopCloser(b), nil
		}
		return flate.NewReader(b), nil
	case "br":
		if len(head) > 0 && (head[0] == '<' || head[0] == '{') && looksPlain(head) {
			return io.NopCloser(b), nil
		}
		return io.NopCloser(brotli.NewReader(b)), nil
	case "zstd":
		if !bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			return io.NopCloser(b), nil
		}
		d, err := zstd.NewReader(b, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("unknown encoding %q", name)
}

// looksPlain reports four bytes of plain text.
func looksPlain(head []byte) bool {
	for _, b := range head {
		if b >= 0x7f || b < 0x20 && b != '\n' && b != '\r' && b != '\t' {
			return false
		}
	}
	return true
}
