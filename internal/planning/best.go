package planning

import (
	"cmp"
	"math/bits"
	"net/url"
	"slices"
	"strings"

	"example.com/pickwick/internal/curation"
)

// best is the item that represents a story: one that can be shared, leads to
// the piece itself rather than to somebody who passes it on, and can be read
// without paying; then the one with the most to read, in powers of two; of
// equals the first, which is most often the original.
func best(items []curation.Item) curation.Item {
	return slices.MaxFunc(items, func(a, b curation.Item) int {
		return cmp.Or(
			linked(a)-linked(b),
			direct(a)-direct(b),
			open(a)-open(b),
			bits.Len(length(a))-bits.Len(length(b)),
			b.Published.Compare(a.Published),
		)
	})
}

func linked(it curation.Item) int { return min(1, len(it.URL)) }

func length(it curation.Item) uint { return uint(max(len(it.Text), len(it.Summary))) } //nolint:gosec // a length

// relays are hosts that lead readers on to other people's pieces.
var relays = []string{
	"news.google.com", "feedproxy.google.com", "feedburner.com", "flipboard.com", "flip.it", "techmeme.com",
	"news.ycombinator.com", "reddit.com", "digg.com", "smartnews.com", "getpocket.com", "bit.ly", "lnkd.in", "t.co",
}

// direct is 1 for an item that is the piece itself.
func direct(it curation.Item) int {
	if on(it.URL, relays) || strings.Contains(strings.ToLower(it.Title), "(via ") {
		return 0
	}
	return 1
}

// paywalled are hosts whose pieces few can read without paying; each sells its
// subscriptions under the address behind it.
var paywalled = []string{
	"barrons.com",     // https://subscribe.barrons.com
	"bloomberg.com",   // https://www.bloomberg.com/subscriptions
	"economist.com",   // https://www.economist.com/subscribe
	"ft.com",          // https://www.ft.com/products
	"nytimes.com",     // https://www.nytimes.com/subscription
	"telegraph.co.uk", // https://www.telegraph.co.uk/subscribe
	"wsj.com",         // https://store.wsj.com
}

// tolls are how a teaser ends behind which there is nothing to read for free.
var tolls = []string{
	"subscribe to read", "subscribe to read more", "subscribe to continue reading", "subscribe to keep reading",
	"subscribe to unlock this article", "for subscribers only", "subscribers only",
}

// open is 1 for an item that can be read without paying, as far as it tells.
func open(it curation.Item) int {
	if on(it.URL, paywalled) || asks(it.Title) || asks(it.Summary) || asks(it.Text) {
		return 0
	}
	return 1
}

// asks reports whether a text ends by asking for a subscription.
func asks(text string) bool {
	text = strings.TrimRight(text, " .!…)]")
	return slices.ContainsFunc(tolls, func(toll string) bool {
		at := len(text) - len(toll)
		return at >= 0 && strings.EqualFold(text[at:], toll)
	})
}

// on reports whether an address is of one of the hosts, or of a host below one.
func on(address string, hosts []string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	return slices.ContainsFunc(hosts, func(h string) bool {
		rest, ok := strings.CutSuffix(host, h)
		return ok && (rest == "" || strings.HasSuffix(rest, "."))
	})
}
