package main

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

const (
	gap       = 2  // columns of the screen between two of a table
	leastCut  = 12 // what a column is never cut below
	leastWrap = 10 // what the last column is never wrapped below
)

// tableLines is a table as lines of at most width columns of the screen, 0
// meaning any number: headings, no frame, as wide as it must be. If that is too
// wide, the columns named in cuttable, from 0, are cut in their order, and end
// in "…"; then the last one is wrapped between words. The others stay whole, so
// that a line may still be too wide for a very narrow screen.
func tableLines(headings []string, rows [][]string, width int, cuttable ...int) []string {
	table := append([][]string{headings}, rows...)
	widths := make([]int, len(headings))
	total := gap * (len(headings) - 1)
	for i := range headings {
		for _, row := range table {
			widths[i] = max(widths[i], lipgloss.Width(row[i]))
		}
		total += widths[i]
	}
	last := len(headings) - 1
	if width > 0 {
		for _, i := range cuttable {
			less := max(0, min(total-width, widths[i]-max(leastCut, lipgloss.Width(headings[i]))))
			widths[i], total = widths[i]-less, total-less
		}
		less := max(0, min(total-width, widths[last]-leastWrap))
		widths[last] -= less
	}
	var lines []string
	for _, row := range table {
		var line strings.Builder
		for i, cell := range row[:last] {
			cell = cut(cell, widths[i])
			line.WriteString(cell + strings.Repeat(" ", widths[i]-lipgloss.Width(cell)+gap))
		}
		cell := row[last]
		if slices.Contains(cuttable, last) {
			cell = cut(cell, widths[last])
		}
		indent := strings.Repeat(" ", lipgloss.Width(line.String()))
		lines = append(lines, wrapWords(line.String(), indent, cell, len(indent)+widths[last])...)
	}
	return lines
}

// cut shortens a text to so many columns of the screen.
func cut(s string, width int) string {
	if lipgloss.Width(s) <= width {
		return s
	}
	return strings.TrimRight(lipgloss.NewStyle().MaxWidth(width-1).Render(s), " ") + "…"
}

// wrapWords breaks a text between words into lines of at most width columns of
// the screen, the first after one indent, the others after another. A word that
// is wider than that stays whole: it may be an address to copy.
func wrapWords(first, others, text string, width int) []string {
	var lines []string
	line, empty := first, true
	for word := range strings.FieldsSeq(text) {
		switch {
		case empty:
			line += word
		case lipgloss.Width(line)+1+lipgloss.Width(word) > width:
			lines, line = append(lines, line), others+word
		default:
			line += " " + word
		}
		empty = false
	}
	return append(lines, strings.TrimRight(line, " "))
}
