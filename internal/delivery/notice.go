package delivery

import "fmt"

// maxPoints is how many points one notice has room for; more are counted.
const maxPoints = 8

// RenderNotice makes a notice to marketing ready for a chat. The ID names it as a
// pick's ID names a pick: the same notice sent twice has the same.
func RenderNotice(id, heading string, points []Point) Message {
	n := &Notice{Heading: clean(heading, maxLine)}
	for i, p := range points {
		if i == maxPoints {
			n.Points = append(n.Points, Point{What: fmt.Sprintf("and %d more", len(points)-maxPoints), Advice: "pickwick feeds health lists them all"})
			break
		}
		n.Points = append(n.Points, Point{What: clean(p.What, maxLine), Advice: clean(p.Advice, maxLine)})
	}
	return Message{PickID: id, Notice: n}
}
