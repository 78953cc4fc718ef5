package delivery

import (
	"net/url"
	"strings"

	"example.com/pickwick/internal/curation"
)

// Shares returns a composer link for each network, in the given order, once
// each. Networks that have no composer we know are left out.
func Shares(networks []curation.Network, title, link string) []Share {
	var out []Share
	seen := map[curation.Network]bool{}
	for _, n := range networks {
		if u := ShareURL(n, title, link, 0); u != "" && !seen[n] {
			seen[n] = true
			out = append(out, Share{Network: n, URL: u})
		}
	}
	return out
}

// ShareURL is the address that opens a network's own composer with the title
// and the link filled in, where the network takes them. A person edits and
// posts; opening it posts nothing.
//
// It is plain ASCII and at most limit characters long (0: no limit). To fit,
// words at the end of the title go first; a link that does not fit even alone
// gives "", and so does a network without a composer that we know.
func ShareURL(n curation.Network, title, link string, limit int) string {
	if link == "" {
		return ""
	}
	title = fit(n, title, link)
	for {
		u := compose(n, title, link)
		if limit <= 0 || len(u) <= limit {
			return u
		}
		if title == "" || !takesText(n) {
			return ""
		}
		title = dropWord(title)
	}
}

// compose builds the address; each network's source stands beside it.
func compose(n curation.Network, title, link string) string {
	text := strings.TrimSpace(title + " " + link)
	switch n {
	case curation.LinkedIn:
		// Takes the address only; title and text are dropped:
		// https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/plugins/share-plugin
		return "https://www.linkedin.com/sharing/share-offsite/?url=" + escape(link)
	case curation.X:
		// https://docs.x.com/x-for-websites/post-button/guides/web-intent
		return "https://x.com/intent/tweet?text=" + escape(title) + "&url=" + escape(link)
	case curation.Bluesky:
		// One text, no field for the address: https://docs.bsky.app/docs/advanced-guides/intent-links
		return "https://bsky.app/intent/compose?text=" + escape(text)
	case curation.Threads:
		// https://developers.facebook.com/documentation/threads/threads-web-intents
		return "https://www.threads.com/intent/post?text=" + escape(title) + "&url=" + escape(link)
	case curation.Mastodon:
		// Mastodon's own share page asks for the reader's server and keeps
		// everything in the browser, hence the fragment:
		// https://blog.joinmastodon.org/2026/03/a-new-share-button
		return "https://share.joinmastodon.org/#text=" + escape(text)
	case curation.Facebook:
		// Takes the address only. Not documented but long-lived; the documented
		// dialog wants an app of one's own:
		// https://developers.facebook.com/docs/sharing/reference/share-dialog
		return "https://www.facebook.com/sharer/sharer.php?u=" + escape(link)
	case curation.WhatsApp:
		// Without a number it asks for the contact: https://faq.whatsapp.com/5913398998672934
		return "https://wa.me/?text=" + escape(text)
	case curation.Email:
		// RFC 6068; a chat that can link only https shows the text instead.
		return "mailto:?subject=" + escape(title) + "&body=" + escape(strings.TrimSpace(title+"\r\n"+link))
	}
	return ""
}

// takesText reports whether a network's composer takes more than the address.
func takesText(n curation.Network) bool {
	return n != curation.LinkedIn && n != curation.Facebook
}

// fit shortens the title so that a post on Bluesky stays within its 300
// characters (https://docs.bsky.app/docs/advanced-guides/intent-links). The
// titles of messages fit every other network with its link.
func fit(n curation.Network, title, link string) string {
	if n != curation.Bluesky || title == "" {
		return title
	}
	room := 300 - len(link) - 1
	if room < 2 {
		return ""
	}
	return shorten(title, room)
}

// dropWord takes the last word off and marks the cut; "" once nothing is left.
func dropWord(s string) string {
	s = strings.TrimSuffix(s, "…")
	if i := strings.LastIndexByte(strings.TrimRight(s, " "), ' '); i > 0 {
		return strings.TrimRight(s[:i], " ") + "…"
	}
	// One long word, or a script that sets no spaces: halve it.
	if half := utf16Len(s) / 2; half > 1 {
		return shorten(s, half)
	}
	return ""
}

// escape percent-encodes everything but letters, digits and "-_.~"; a space is
// %20, which a mail program and a fragment read as well as a query does.
func escape(s string) string {
	return strings.ReplaceAll(url.QueryEscape(s), "+", "%20")
}
