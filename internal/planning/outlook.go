package planning

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/pickwick/internal/calendar"
	"example.com/pickwick/internal/curation"
)

// picksPerWeek is how many picks a rep gets in a week.
func picksPerWeek(m *member) float64 { return float64(deliveryDays(m) * m.schedule.PerDay) }

func deliveryDays(m *member) int {
	days := slices.Clone(m.schedule.Days)
	slices.Sort(days)
	return len(slices.Compact(days))
}

// need is how many stories of an origin the reps of a persona use up in a week.
// A story may go to all of them, but on one day to no more than spread lets it,
// and only while it is young:
//
//	need(rep)     = picks a week × share of the origin / number of the rep's personas
//	limit         = spread × reps, rounded down, at least 1
//	reach         = the lesser of reps and limit × delivery days in max_age
//	need(persona) = the greater of the largest need(rep) and Σ need(rep) / reach
func (p *Planner) need(origin curation.Origin, members []*member) float64 {
	most, all, reps, days := 0.0, 0.0, 0, 0
	for _, m := range members {
		if share := m.mix.Share(origin); share > 0 {
			one := picksPerWeek(m) * float64(share) / 100 / float64(len(m.personas))
			most, all = max(most, one), all+one
			reps, days = reps+1, max(days, deliveryDays(m))
		}
	}
	if reps == 0 {
		return 0
	}
	reach := float64(reps)
	if p.set.MaxAge > 0 {
		life := max(1, math.Floor(weeksOf(p.set.MaxAge)*float64(days)))
		reach = min(reach, float64(limitOf(p.set.Spread, reps))*life)
	}
	return max(most, all/reach)
}

// outlook is how long a stock lasts when so many stories come in and are used
// up each week. What is in stock today is too old by life, if that isn't 0.
func (p *Planner) outlook(income, need float64, stock int, life time.Duration, now time.Time) (state SupplyState, dry string) {
	switch {
	case need <= 0:
		return NotNeeded, ""
	case income >= need:
		return Lasts, ""
	case income == 0 && stock == 0:
		return NoSupply, ""
	}
	weeks := float64(stock) / (need - income)
	if life > 0 {
		weeks = min(weeks, weeksOf(life))
	}
	if weeks >= weeksOf(lastsForSure) {
		return Lasts, ""
	}
	zone, err := time.LoadLocation(p.set.TimeZone)
	if err != nil {
		zone = time.UTC // can't be: the team was loaded with it
	}
	return RunsDry, calendar.Today(now.Add(time.Duration(weeks*float64(week))), zone).String()
}

// verdictOn is a supply in a few words.
func verdictOn(s Supply) string {
	switch {
	case s.State == NotNeeded:
		return "not needed"
	case s.State == NoSupply && s.PerWeek+s.Back == 0:
		return "nothing comes in"
	case s.State != Lasts && s.Origin == curation.Own:
		return shortOwn(s.Own)
	case s.State == RunsDry:
		return "short by " + shortage(s.Need, s.PerWeek) + " a week"
	case s.PerWeek+s.Back < s.Need:
		return "enough for now: what is in stock lasts"
	}
	return "enough"
}

// shortage is what is lacking of a need, by the figures as they are shown.
func shortage(need, income float64) string {
	if short := tenths(need) - tenths(income); short >= 0.05 {
		return Rate(short)
	}
	return "less than 0.1"
}

// shortOwn says how many reps lack how much. What one has too much helps no
// other, so their sums tell it only if all are short.
func shortOwn(reps []OwnFlow) string {
	var need, income, short float64
	var who []string
	for _, o := range reps {
		if o.Short() {
			who = append(who, o.Rep)
			need, income = need+o.Need, income+o.PerWeek+o.Back
			short += max(0, tenths(o.Need)-tenths(o.PerWeek+o.Back))
		}
	}
	switch {
	case len(who) == len(reps):
		return "short by " + shortage(need, income) + " a week"
	case len(who) == 1:
		return who[0] + " is short by " + shortage(short, 0) + " a week"
	}
	return fmt.Sprintf("%d of %d reps are short by %s a week", len(who), len(reps), shortage(short, 0))
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }

// Rate is a number of stories a week for people, to a tenth.
func Rate(perWeek float64) string {
	if perWeek > 0 && perWeek < 0.05 {
		return "less than 0.1"
	}
	return strconv.FormatFloat(tenths(perWeek), 'f', -1, 64)
}

// adviceOn says what marketing can do about a supply that doesn't last.
// why says that none of its feeds can bring anything; it may be empty.
func adviceOn(s Supply, pf PersonaForecast, why string) string {
	switch {
	case s.State == Lasts || s.State == NotNeeded:
		return ""
	case why != "":
		return why
	}
	var advice string
	switch s.Origin {
	case curation.Company:
		advice = "add feeds to company.yaml, or lower the company's share of the mix"
	case curation.Own:
		var who []string
		for _, o := range s.Own {
			if o.Short() {
				who = append(who, o.Rep)
			}
		}
		writes := "write"
		if len(who) == 1 {
			writes = "writes"
		}
		advice = fmt.Sprintf("add feeds that %s %s (own_feeds in reps.csv), or lower the share of their own content", and(who), writes)
	default:
		advice = "add feeds to the persona's list"
		if weak := weakest(pf.Interests); len(weak) > 0 {
			advice = fmt.Sprintf("add feeds about %s: fewest stories speak of that", and(weak))
		}
	}
	if slices.ContainsFunc(append(slices.Clone(s.Feeds), s.Silent...), func(f FeedFlow) bool { return f.New }) {
		advice += "; some of its feeds are too new to tell"
	}
	if len(s.Stopped) > 0 && s.Origin != curation.Own {
		advice += "; some of its feeds bring nothing: see pickwick feeds health"
	}
	return advice
}

// weakest is the interests that the fewest good stories speak of, quoted. If
// all have as many, none is the weakest.
func weakest(interests []InterestFlow) (topics []string) {
	sorted := slices.Clone(interests)
	slices.SortStableFunc(sorted, func(a, b InterestFlow) int { return cmp.Compare(a.PerWeek, b.PerWeek) })
	for _, i := range sorted {
		if len(topics) < mostShortages && i.PerWeek < sorted[len(sorted)-1].PerWeek {
			topics = append(topics, "“"+i.Topic+"”")
		}
	}
	return topics
}

// and joins names as a sentence does.
func and(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
