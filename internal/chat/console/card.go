package console

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"charm.land/lipgloss/v2"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
)

const (
	maxWidth = 80
	minWidth = 40 // narrower terminals wrap by themselves
	label    = 9  // columns of "Answer:" and the room behind it
)

// layOut writes the whole card. Every part is named in words, so that it reads
// well without colour, in a pipe and by a screen reader. Addresses and commands
// are never broken, however long: they are there to be copied.
func layOut(m delivery.Message, opts Options) string {
	c := newCard(opts)
	if m.Notice != nil {
		c.notice(*m.Notice)
		return c.b.String()
	}
	c.text(c.faint, "Pick for "+m.Rep+", "+inWords(m.Date))
	c.gap()
	if m.Empty != "" {
		c.text(c.bold, "No pick today: "+sentence(m.Empty))
	} else {
		c.pick(m)
	}
	c.gap()
	if m.Empty == "" {
		c.whole("Answer:", "pickwick answer "+m.PickID+" shared", "(or skipped, or conversation)")
	}
	c.whole("Stop:", "pickwick reps leave "+m.RepID, "")
	c.gap()
	return c.b.String()
}

// notice writes what marketing should look at.
func (c *card) notice(n delivery.Notice) {
	c.text(c.faint, "For marketing")
	c.gap()
	c.text(c.bold, n.Heading)
	for _, p := range n.Points {
		c.gap()
		c.text(c.name, sentence(p.What))
		if p.Advice != "" {
			c.field("To do:", sentence(p.Advice))
		}
	}
	c.gap()
}

func (c *card) pick(m delivery.Message) {
	c.text(c.bold, m.Title)
	if m.URL != "" {
		c.line(c.link, m.URL)
	}
	c.gap()
	c.field("Why:", m.Why)
	if m.Quote != "" {
		c.field("Quote:", "“"+m.Quote+"”")
	}
	if m.Ask != "" {
		c.field("Ask:", m.Ask)
	}
	c.field("From:", from(m))
	c.field("Kind:", kind(m.Origin))
	c.field("Score:", fmt.Sprintf("%.0f of 100 for %s", m.Score, m.Persona))
	if len(m.Shares) == 0 {
		return
	}
	c.gap()
	c.field("Share:", "In your own words. Each link opens the network's composer; you post.")
	wide := 0
	for _, s := range m.Shares {
		wide = max(wide, len(s.Network.InWords()))
	}
	for _, s := range m.Shares {
		fmt.Fprintf(&c.b, "%*s%-*s  %s\n", label, "", wide, s.Network.InWords(), c.link(plain(s.URL)))
	}
}

// from says who published it, when, and in how many places.
func from(m delivery.Message) string {
	parts := []string{m.Source}
	if m.Author != "" && m.Author != m.Source {
		parts = append(parts, "by "+m.Author)
	}
	if m.Age != "" {
		parts = append(parts, m.Age)
	}
	switch {
	case m.AlsoIn == 1:
		parts = append(parts, "also in 1 other feed")
	case m.AlsoIn > 1:
		parts = append(parts, fmt.Sprintf("also in %d other feeds", m.AlsoIn))
	}
	return strings.Join(parts, ", ")
}

// kind says whose content it is.
func kind(o curation.Origin) string {
	if o == curation.Own {
		return o.InWords() + " writing"
	}
	return "content of " + o.InWords()
}

// inWords writes a date as "Monday 23 November 2026".
func inWords(date string) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return d.Format("Monday 2 January 2006")
}

// sentence ends a text with a full stop unless it has an end of its own.
func sentence(s string) string {
	if strings.HasSuffix(s, "…") || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// card is a card being written.
type card struct {
	b                       strings.Builder
	width                   int
	bold, faint, name, link func(string) string
}

func newCard(opts Options) *card {
	c := &card{width: maxWidth}
	if opts.Width > 0 {
		c.width = max(min(opts.Width, maxWidth), minWidth)
	}
	style := func(s lipgloss.Style) func(string) string {
		if !opts.Colour {
			return func(s string) string { return s }
		}
		return func(text string) string { return s.Render(text) }
	}
	c.bold = style(lipgloss.NewStyle().Bold(true))
	c.faint = style(lipgloss.NewStyle().Faint(true))
	c.name = style(lipgloss.NewStyle().Foreground(lipgloss.Cyan))
	c.link = style(lipgloss.NewStyle().Foreground(lipgloss.Blue))
	return c
}

func (c *card) gap() { c.b.WriteByte('\n') }

// line writes a text that stays in one piece.
func (c *card) line(style func(string) string, s string) {
	c.b.WriteString(style(plain(s)) + "\n")
}

// text writes a text over the whole width.
func (c *card) text(style func(string) string, s string) {
	for _, l := range wrap(s, c.width) {
		c.b.WriteString(style(l) + "\n")
	}
}

// field writes a named text, its further lines under the first.
func (c *card) field(name, s string) {
	c.b.WriteString(c.name(name) + strings.Repeat(" ", label-len(name)))
	for i, l := range wrap(s, c.width-label) {
		if i > 0 {
			c.b.WriteString(strings.Repeat(" ", label))
		}
		c.b.WriteString(l + "\n")
	}
}

// whole writes a named command to be copied, and a remark if there is room.
func (c *card) whole(name, command, remark string) {
	s := plain(command)
	if remark != "" && label+lipgloss.Width(s)+2+len(remark) <= c.width {
		s += "  " + remark
	}
	c.b.WriteString(c.name(name) + strings.Repeat(" ", label-len(name)) + s + "\n")
}

// wrap breaks a text into lines of at most width columns, between words where
// it can, counting wide characters as the two columns that they take.
func wrap(s string, width int) []string {
	lines := strings.Split(lipgloss.Wrap(plain(s), width, ""), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return lines
}

// plain takes away what a terminal would obey instead of show.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}
