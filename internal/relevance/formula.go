package relevance

import (
	"math"
	"time"
)

// formula holds the constants of the lexical part of the score. Each is
// explained in docs/scoring.md, with its source and how it was chosen.
type formula struct {
	k1     float64             // how soon a repeated word stops counting
	weight [fieldCount]float64 // of one occurrence in a field
	b      [fieldCount]float64 // how much a long field thins its words: 0 not, 1 fully

	priorDocs   float64             // typical documents that a pool is thought to hold besides its own
	priorShare  float64             // the share of them in which a word occurs
	rarest      float64             // added to the share of documents that hold a word: below it, rare is rare
	priorLength [fieldCount]float64 // the length of their fields in words

	balance  float64 // 0: rare and long phrases count more, as in BM25; 1: all alike
	emphasis float64 // exponent of an interest's weight
	even     float64 // the strength that earns 50 points
}

// standard is the one formula of the product.
func standard() formula {
	return formula{
		k1:          2,
		weight:      [fieldCount]float64{title: 2, summary: 1, categories: 1, text: 0.3},
		b:           [fieldCount]float64{title: 0.5, summary: 0.75, categories: 0.5, text: 0.75},
		priorDocs:   50,
		priorShare:  0.005,
		rarest:      0.005,
		priorLength: [fieldCount]float64{title: 7, summary: 20, categories: 3, text: 300},
		balance:     0.35,
		emphasis:    2.0 / 3,
		even:        1.4,
	}
}

// The parts of a score besides the interests multiply or add to its odds.
const (
	freshest       = 1.2  // odds of a piece published now
	stalest        = 0.25 // odds of one of great age
	followed       = 1.3  // odds of a piece by somebody the buyer follows
	followedAlone  = 0.05 // what such a piece has though no interest matches
	defaultHalfway = 7 * 24 * time.Hour
)

// occurrence is what one occurrence counts in a field of so many words, given
// their mean number.
func (f formula) occurrence(fd field, words int, mean float64) float64 {
	return f.weight[fd] / (1 - f.b[fd] + f.b[fd]*float64(words)/mean)
}

// part is what a word of a phrase adds to its strength.
func (f formula) part(idf, tf float64) float64 { return idf * tf / (tf + f.k1) }

// odds are those of the strengths of a persona's interests, squared, weighted
// and summed. The exponent of 1.5 parts strong from weak.
func (f formula) odds(sum float64) float64 {
	x := sum / (f.even * f.even)
	return x * math.Sqrt(x)
}

// points turns odds into 0 to 100: odds of 1 are 50 points.
func points(odds float64) float64 {
	return 100 * odds / (1 + odds)
}

// times multiplies the relevance behind the odds, which go by its square. The
// bound keeps a weight beyond reason from leaving the numbers.
func times(odds, m float64) float64 {
	return odds * min(m*m, 100)
}

// factors are what changes the odds of the interests.
type factors struct {
	source   float64 // of the relevance, like format; see times
	format   float64
	followed bool    // by somebody whom the buyer follows
	fresh    float64 // of the odds
}

// after is the odds after each part, one after the other.
func (f factors) after(odds float64) (source, format, author, age float64) {
	source = times(odds, f.source)
	format = times(source, f.format)
	author = format
	if f.followed {
		author = author*followed + followedAlone
	}
	return source, format, author, author * f.fresh
}

// tenths rounds points as they are shown.
func tenths(points float64) int { return int(math.Round(points * 10)) }

// freshness is what age does to the odds, given the age at which half of the
// effect is gone.
func freshness(age, halfLife time.Duration) float64 {
	if halfLife <= 0 {
		halfLife = defaultHalfway
	}
	halves := max(0, age.Hours()/halfLife.Hours())
	return stalest + (freshest-stalest)*math.Exp2(-halves)
}
