package hostile

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// count counts what is written.
type count int64

func (c *count) Write(p []byte) (int, error) {
	*c += count(len(p))
	return len(p), nil
}

func TestThereAre74KindsEachWithItsOwnName(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range Kinds() {
		if seen[k.Name] {
			t.Errorf("%s is there twice", k.Name)
		}
		seen[k.Name] = true
	}
	if len(seen) != 74 {
		t.Errorf("%d kinds", len(seen))
	}
}

func TestADocumentIsTheSameInOnePieceAndAsItIsWritten(t *testing.T) {
	for _, k := range Kinds() {
		var n count
		written, err := k.WriteTo(&n)
		if err != nil || int64(n) != written {
			t.Errorf("%s: %d bytes came of %d written, %v", k.Name, n, written, err)
		}
		if n > 1<<20 {
			continue
		}
		if body := k.Bytes(); int64(len(body)) != written || !bytes.Equal(body, k.Bytes()) {
			t.Errorf("%s: %d bytes in one piece, %d as written", k.Name, len(body), written)
		}
	}
}

func TestKindsAreWhatTheirNamesSay(t *testing.T) {
	byName := map[string]Kind{}
	for _, k := range Kinds() {
		byName[k.Name] = k
	}
	for name, want := range map[string]struct {
		piece string
		times int
	}{
		"deep_ext_1e4":      {"<x:a>", 10_000},
		"deep_ext_1e5":      {"</x:a>", 100_000},
		"ns_blowup_5k":      {" xmlns:n", 5000},
		"base_path_growth":  {" xml:base=", 20_000},
		"charset_iso2022":   {`$"`, 1_000_000},
		"items_1e5":         {"<item>", 100_000},
		"rdf_items_1e5":     {"</item>", 100_000},
		"json_deep_1e5":     {"[", 100_000},
		"billion_laughs":    {"<!ENTITY ", 10},
		"atom_xhtml_1e5":    {"<div>", 100_000},
		"nul_in_title":      {"\x00", 1},
		"json_null_item2":   {"null", 2},
		"base_amplify_rss":  {"<link>x</link>", 10_000},
		"undeclared_prefix": {"xmlns", 0},
	} {
		if n := bytes.Count(byName[name].Bytes(), []byte(want.piece)); n != want.times {
			t.Errorf("%s has %q %d times, not %d", name, want.piece, n, want.times)
		}
	}
	// What is nested and closed is closed in order.
	for _, name := range []string{"deep_ext_1e4", "atom_nest_self", "ns_blowup_5k", "base_path_growth_100K"} {
		d := xml.NewDecoder(bytes.NewReader(byName[name].Bytes()))
		for {
			_, err := d.RawToken()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
}

// full is a writer that has had enough.
type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestWritingEndsWithItsReader(t *testing.T) {
	for _, k := range Kinds() {
		if n, err := k.WriteTo(&full{left: 1 << 20}); err != nil && (!errors.Is(err, io.ErrShortWrite) || n > 1<<20+256<<10) {
			t.Errorf("%s: %d bytes, %v", k.Name, n, err)
		}
	}
}

// TestTheKindsAreThoseOfTheList compares names and sizes with the list that
// other readers were measured by.
func TestTheKindsAreThoseOfTheList(t *testing.T) {
	folder := os.Getenv("PICKWICK_DATA")
	if folder == "" {
		t.Skip("PICKWICK_DATA is not set: it names the folder of measuring data, which is not part of the project")
	}
	f, err := os.Open(filepath.Join(folder, "hostile", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sizes := map[string]float64{}
	size := regexp.MustCompile(`in=([0-9.]+)MB`)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "|")
		if m := size.FindAllStringSubmatch(lines.Text(), -1); m != nil && len(columns) > 2 {
			if sizes[strings.TrimSpace(columns[1])], err = strconv.ParseFloat(m[len(m)-1][1], 64); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(sizes) < 70 {
		t.Fatalf("the list has %d kinds, %v", len(sizes), lines.Err())
	}
	for _, k := range Kinds() {
		want, listed := sizes[k.Name]
		if !listed && k.Name != "deep_ext_4e6" {
			t.Errorf("%s is not on the list", k.Name)
		}
		delete(sizes, k.Name)
		var n count
		if _, err := k.WriteTo(&n); err != nil {
			t.Fatal(err)
		}
		if got := float64(n) / 1e6; math.Abs(got-want) > 0.005+want/50 {
			t.Errorf("%s has %.2f MB, not %.2f", k.Name, got, want)
		}
	}
	for name := range sizes {
		t.Errorf("%s is missing", name)
	}
}
