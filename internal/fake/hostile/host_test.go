package hostile

import (
	"bytes"
	"io"
	"net/http"
	"testing"
)

// enough is as much of each document as is read here, in bytes.
const enough = 2 << 20

func TestTheHostServesEachKind(t *testing.T) {
	h, err := Start()
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for _, k := range Kinds() {
		res := get(t, h.URL(k.Name)) // which undoes gzip
		var got, want count
		_, err := io.Copy(&got, io.LimitReader(res.Body, enough))
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if _, err := k.WriteTo(&want); err != nil {
			t.Error(err)
		}
		if want = min(want, enough); err != nil || got != want || !res.Uncompressed || res.ContentLength >= 0 || res.Header.Get("Content-Type") != k.ContentType() {
			t.Errorf("%s: %d bytes of %d, %v, %+v", k.Name, got, want, err, res.Header)
		}
	}
	for path, status := range map[string]int{"no-such-kind": 404, "truncated": 200} {
		res := get(t, h.URL(path))
		b, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != status || status == 200 && !bytes.HasSuffix(b, []byte("a.exam")) {
			t.Errorf("%s: %d, %v, %s", path, res.StatusCode, err, b)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
	}
}

func get(t *testing.T, url string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}
