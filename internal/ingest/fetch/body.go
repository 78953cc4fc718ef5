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
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxEncodings is how many encodings may lie on top of each other.
const maxEncodings = 2

// read takes in a body, decoded, up to limit bytes. It reports whether the
// body ended before its end. Before more than a small body is taken in, widen
// is asked for room: if there is none, the error is errNoRoom.
func read(res *http.Response, limit int64, widen func() bool) (body []byte, partial bool, err error) {
	fail := func(o Outcome, err error) ([]byte, bool, error) {
		return nil, false, fault(o, res.Request.URL, err)
	}
	// What is on the wire is limited too: gzip members can be endless and empty.
	wire := &io.LimitedReader{R: res.Body, N: limit + 1<<20}
	var decoded io.Reader = wire
	names := encodings(res.Header)
	if len(names) > maxEncodings {
		return fail(BadAnswer, fmt.Errorf("%d encodings on top of each other", len(names)))
	}
	for i := len(names) - 1; i >= 0; i-- { // the last one was put on last
		r, err := decoder(names[i], decoded)
		if err != nil {
			return fail(BadAnswer, err)
		}
		defer r.Close() //nolint:errcheck // a decoder has nothing to lose when it is closed
		decoded = r
	}
	var known, small int64 = 0, min(limit, smallBody)
	if len(names) == 0 {
		known = max(res.ContentLength, 0)
	}
	if known > limit {
		return fail(TooLarge, nil)
	}
	var buf bytes.Buffer // a length is only claimed: what it reserves is bounded too
	if known <= small {
		buf.Grow(int(known) + bytes.MinRead)
		_, err = buf.ReadFrom(io.LimitReader(decoded, small+1))
	}
	if err == nil && limit > small && max(known, int64(buf.Len())) > small {
		if !widen() {
			return nil, false, errNoRoom
		}
		buf.Grow(int(known) + bytes.MinRead)
		_, err = buf.ReadFrom(io.LimitReader(decoded, limit+1-int64(buf.Len())))
	}
	switch {
	case int64(buf.Len()) > limit, wire.N <= 0:
		return fail(TooLarge, nil)
	case err == nil:
		return buf.Bytes(), false, nil
	case errors.Is(err, io.ErrUnexpectedEOF) && buf.Len() > 0:
		return buf.Bytes(), true, nil
	case len(names) > 0 && classify(err) == BadAnswer && buf.Len() > 0:
		return buf.Bytes(), true, nil // a checksum is wrong, or rubbish follows
	}
	return nil, false, err
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
func decoder(name string, r io.Reader) (io.ReadCloser, error) {
	b := bufio.NewReader(r)
	head, _ := b.Peek(4)
	switch name {
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
			return io.NopCloser(b), nil
		}
		return gzip.NewReader(b)
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
