package delivery

import (
	"fmt"
	"strings"
	"testing"
)

func TestANoticeIsCleanAndHasAnEnd(t *testing.T) {
	var points []Point
	for i := range 20 {
		points = append(points, Point{What: fmt.Sprintf("feed %d\x1b[31m \u202efails", i), Advice: strings.Repeat("look ", 500)})
	}
	m := RenderNotice("feeds-1", "20 feeds\nneed a look", points)
	if m.PickID != "feeds-1" || m.Notice == nil || m.Notice.Heading != "20 feeds need a look" || len(m.Notice.Points) != 9 {
		t.Fatalf("%+v", m.Notice)
	}
	if last := m.Notice.Points[8].What; last != "and 12 more" {
		t.Errorf("the last point is %q", last)
	}
	for _, p := range m.Notice.Points {
		if strings.ContainsAny(p.What, "\x1b\u202e\n") || len(p.Advice) > maxLine {
			t.Errorf("%q, %d bytes of advice", p.What, len(p.Advice))
		}
	}
}
