package document

import (
	"testing"
	"time"
)

const syndication = ` xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"`

func TestAFeedSaysHowOftenItWantsToBePolled(t *testing.T) {
	for name, c := range map[string]struct {
		inside string
		want   time.Duration
	}{
		"nothing":              {"", 0},
		"ttl":                  {"<ttl>90</ttl>", 90 * time.Minute},
		"ttl with blanks":      {"<ttl>\n 5 </ttl>", 5 * time.Minute},
		"ttl of a year":        {"<ttl>525600</ttl>", 24 * time.Hour},
		"ttl beyond reason":    {"<ttl>99999999999999999999</ttl>", 0},
		"ttl of nothing":       {"<ttl>0</ttl>", 0},
		"ttl below nothing":    {"<ttl>-60</ttl>", 0},
		"ttl in words":         {"<ttl>an hour</ttl>", 0},
		"hourly":               {"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", time.Hour},
		"four times an hour":   {"<sy:updatePeriod>\n\thourly\t</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 15 * time.Minute},
		"weekly":               {"<sy:updatePeriod>weekly</sy:updatePeriod>", 24 * time.Hour},
		"24 times a day":       {"<sy:updateFrequency>24</sy:updateFrequency>", time.Hour},
		"14 times a week":      {"<sy:updatePeriod>Weekly</sy:updatePeriod><sy:updateFrequency>14</sy:updateFrequency>", 12 * time.Hour},
		"an unknown period":    {"<sy:updatePeriod>fortnightly</sy:updatePeriod>", 24 * time.Hour},
		"ttl before the other": {"<sy:updatePeriod>daily</sy:updatePeriod><ttl>30</ttl>", 30 * time.Minute},
	} {
		feed := parse(t, `<rss version="2.0"`+syndication+"><channel><title>t</title>"+c.inside+"<item><title>x</title></item></channel></rss>")
		if feed.Hints.TTL != c.want {
			t.Errorf("%s: %v, not %v", name, feed.Hints.TTL, c.want)
		}
	}
	atom := parse(t, `<feed xmlns="http://www.w3.org/2005/Atom"`+syndication+"><title>t</title><sy:updatePeriod>hourly</sy:updatePeriod></feed>")
	if atom.Hints.TTL != time.Hour {
		t.Errorf("Atom: %v", atom.Hints.TTL)
	}
}

func TestAFeedSaysWhenItWantsNoPoll(t *testing.T) {
	channel := func(inside string) Hints {
		return parse(t, "<rss><channel><title>t</title>"+inside+"</channel></rss>").Hints
	}
	got := channel("<skipHours><hour>0</hour><hour>23</hour><hour> 7 </hour><hour>25</hour><hour>-1</hour><hour>noon</hour></skipHours>" +
		"<skipDays><day>Sunday</day><day> saturday </day><day>Sat</day><day/></skipDays>")
	want := Hints{SkipHours: [24]bool{0: true, 7: true, 23: true}, SkipDays: [7]bool{0: true, 6: true}}
	if got != want {
		t.Errorf("%+v, not %+v", got, want)
	}
	if got := channel("<skipHours><hour>24</hour></skipHours>"); !got.SkipHours[0] {
		t.Error("hour 24 is not midnight")
	}
	never := ""
	for range 2 {
		never += "<skipHours>"
		for _, h := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23"} {
			never += "<hour>" + h + "</hour>"
		}
		never += "</skipHours>"
	}
	never += "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>"
	if got := channel(never); got != (Hints{}) {
		t.Errorf("a feed that asks never to be polled: %+v", got)
	}
}
