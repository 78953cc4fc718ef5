package feedload

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Of ten articles one is a wire story, which comes in several feeds.
const (
	wireEvery  = 10
	wireCopies = 4
)

// between is the time between two articles of a feed.
const between = 3 * time.Hour

// entities writes what blogs write as references in HTML.
var entities = strings.NewReplacer("“", "&#8220;", "”", "&#8221;", "’", "&#8217;", "&", "&amp;")

// document writes a feed as RSS: the articles from number first on, newest on top.
func (s *Server) document(feed, first int) []byte {
	var b bytes.Buffer
	b.Grow(s.options.Size + s.options.Size/4)
	host := fmt.Sprintf("https://site%04d.example", feed)
	about := s.words.voice(s.random(feed, -1))
	title := about.name() + " " + capital(about.noun()) + " Review"
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
	<title>%s</title>
	<atom:link href="%s/feed/" rel="self" type="application/rss+xml" />
	<link>%s</link>
	<description>%s</description>
	<lastBuildDate>%s</lastBuildDate>
	<language>en-GB</language>
	<sy:updatePeriod>hourly</sy:updatePeriod>
	<sy:updateFrequency>1</sy:updateFrequency>
`, title, host, host, strings.ReplaceAll(about.sentence(), "&", "&amp;"), s.published(feed, first+s.options.Items-1).Format(time.RFC1123Z))
	for number := first + s.options.Items - 1; number >= first; number-- {
		s.article(&b, feed, number, title, host)
	}
	b.WriteString("</channel>\n</rss>\n")
	return b.Bytes()
}

// article writes one item. Its words are drawn from the seed, the feed and the
// number alone; those of a wire story from the story, whatever the feed.
func (s *Server) article(b *bytes.Buffer, feed, number int, source, host string) {
	own := s.random(feed, number)
	v, wire := s.words.voice(own), own.IntN(wireEvery) == 0
	if wire {
		v = s.words.voice(s.random(-1, own.IntN(1+s.options.Feeds*s.options.Items/wireEvery/wireCopies)))
	}
	title := v.title()
	if wire && own.IntN(2) == 0 {
		title += " - " + source
	}
	slug := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(title))
	fmt.Fprintf(b, `	<item>
		<title>%s</title>
		<link>%s/2026/%d/%s/?utm_source=rss&amp;utm_medium=feed</link>
		<dc:creator><![CDATA[%s]]></dc:creator>
		<pubDate>%s</pubDate>
		<category><![CDATA[%s]]></category>
		<category><![CDATA[%s]]></category>
		<guid isPermaLink="false">%s/?p=%d</guid>
		<description><![CDATA[<p>%s %s [&#8230;]</p>
<p>The post <a href="%s/2026/%d/">%s</a> appeared first on %s.</p>
]]></description>
		<content:encoded><![CDATA[`,
		title, host, number, slug, v.person(), s.published(feed, number).Format(time.RFC1123Z), v.noun(), v.noun(), host, number,
		entities.Replace(v.sentence()), entities.Replace(v.sentence()), host, number, title, source)
	s.content(b, v, host)
	b.WriteString("]]></content:encoded>\n\t</item>\n")
}

// head is about how long the rest of an item is, in bytes.
const head = 1250

// content writes the paragraphs of an article, half to one and a half times
// as long as the size of a feed leaves room for.
func (s *Server) content(b *bytes.Buffer, v voice, host string) {
	usual := max(s.options.Size/s.options.Items-head, 100)
	until := b.Len() + usual/2 + v.IntN(usual)
	for paragraph := 0; b.Len() < until; paragraph++ {
		switch {
		case paragraph == 1:
			fmt.Fprintf(b, `<p><img class="aligncenter" src="%s/pictures/%d.jpg" alt="%s" width="1024" height="683" /></p>`+"\n", host, v.IntN(1e6), v.noun())
		case paragraph%5 == 4:
			fmt.Fprintf(b, "<h2>%s</h2>\n<ul>\n<li>%s</li>\n<li>%s</li>\n</ul>\n", v.title(), entities.Replace(v.sentence()), entities.Replace(v.sentence()))
		}
		b.WriteString("<p>")
		for sentence := range 3 + v.IntN(3) {
			if sentence == 1 {
				fmt.Fprintf(b, `<a href="%s/about/%s">%s</a> <strong>%s</strong> the %s. `, host, v.noun(), capital(v.noun()), v.draw(v.verbs), v.noun())
			}
			b.WriteString(entities.Replace(v.sentence()))
			b.WriteByte(' ')
		}
		b.WriteString("</p>\n")
	}
}

// random is the source of chance for one article, or one wire story.
func (s *Server) random(feed, number int) *rand.Rand {
	return rand.New(rand.NewPCG(s.options.Seed, uint64(uint32(feed))<<32|uint64(uint32(number))))
}

// published is when an article appeared: the newest that a few rounds can
// bring is not in the future.
func (s *Server) published(feed, number int) time.Time {
	newest := s.options.Items + versions
	return s.options.Now.Add(-time.Duration(newest-number)*between - time.Duration(feed%200)*time.Minute)
}
