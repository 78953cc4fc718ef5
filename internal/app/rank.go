package app

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/relevance"
)

// rankedPersona and rankedItem are the lines that rank reads (contract,
// section 3). Unknown keys are ignored.
type rankedPersona struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Interests []struct {
		Phrase string   `json:"phrase"`
		Weight *float64 `json:"weight"`
	} `json:"interests"`
	Description string `json:"description"`
}

type rankedItem struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Summary   string `json:"summary"`
	URL       string `json:"url"`
	Published string `json:"published"`
	Author    string `json:"author"`
	Source    string `json:"source"`
}

// maxLine is the longest line that rank reads, in bytes.
const maxLine = 16 << 20

// Rank ranks items for each persona by relevance alone and prints a TREC run:
// "persona Q0 item rank score pickwick", best first, ties by item ID, at most
// depth lines for each persona.
func Rank(personas, items io.Reader, depth int, out io.Writer) error {
	if depth < 1 {
		return curation.Errorf(curation.Invalid, "--depth is %d: it must be at least 1", depth)
	}
	ps, err := readLines(personas, "personas", func(p rankedPersona) (curation.Persona, error) { return p.persona() })
	if err != nil {
		return err
	}
	its, err := readLines(items, "items", func(i rankedItem) (curation.Item, error) { return i.item() })
	if err != nil {
		return err
	}
	index := relevance.NewIndex(its)
	w := bufio.NewWriter(out)
	for _, p := range ps {
		for n, r := range index.Rank(p, depth) {
			// A writer that failed keeps its error for Flush.
			_, _ = fmt.Fprintf(w, "%s Q0 %s %d %.6f pickwick\n", p.ID, r.Item.ID, n+1, r.Score)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("print the ranking: %w", err)
	}
	return nil
}

func (p rankedPersona) persona() (curation.Persona, error) {
	if p.ID == "" {
		return curation.Persona{}, fmt.Errorf(`"id" is missing`)
	}
	out := curation.Persona{ID: p.ID, Name: p.Name, About: p.Description}
	for _, i := range p.Interests {
		weight := 1.0
		if i.Weight != nil {
			weight = *i.Weight
		}
		out.Interests = append(out.Interests, curation.Interest{Topic: i.Phrase, Weight: weight})
	}
	return out, nil
}

func (i rankedItem) item() (curation.Item, error) {
	switch {
	case i.ID == "":
		return curation.Item{}, fmt.Errorf(`"id" is missing`)
	case i.Title == "" && i.Summary == "":
		return curation.Item{}, fmt.Errorf(`%q has no "title"`, i.ID)
	}
	published, _ := time.Parse(time.RFC3339, i.Published) // optional, and relevance alone does not read it
	return curation.Item{
		ID: i.ID, Title: i.Title, Summary: i.Summary, URL: i.URL,
		Published: published, Author: i.Author, FeedTitle: i.Source,
	}, nil
}

// readLines reads one JSON object a line. Every bad line is reported, at most ten.
func readLines[From, To any](r io.Reader, what string, convert func(From) (To, error)) ([]To, error) {
	var (
		all  []To
		bad  []error
		scan = bufio.NewScanner(r)
	)
	scan.Buffer(nil, maxLine)
	for n := 1; scan.Scan() && len(bad) < 10; n++ {
		line := bytes.TrimSpace(scan.Bytes())
		if len(line) == 0 {
			continue
		}
		var from From
		err := json.Unmarshal(line, &from)
		if err == nil {
			var to To
			if to, err = convert(from); err == nil {
				all = append(all, to)
				continue
			}
		}
		bad = append(bad, fmt.Errorf("%s, line %d: %w", what, n, err))
	}
	if err := scan.Err(); err != nil {
		bad = append(bad, fmt.Errorf("read the %s: %w", what, err))
	}
	if len(bad) > 0 {
		return nil, curation.Errorf(curation.Invalid, "%w", errors.Join(bad...))
	}
	if len(all) == 0 {
		return nil, curation.Errorf(curation.Invalid, "there are no %s to rank: the file holds one JSON object a line", what)
	}
	return all, nil
}
