package curation

// Persona is one kind of buyer: what they care about, in which forms, from whom.
type Persona struct {
	ID          string             // lower case, unique: the name of its file
	Name        string             // "CFO at a mid-size manufacturer"
	About       string             // one or two sentences; may be empty
	Interests   []Interest         // what they care about, best first
	Avoid       []string           // phrases; a story with one of them is never offered
	Formats     map[Format]float64 // multiplies the relevance of a format; 1 where absent, 0 offers none of it
	Languages   []string           // BCP 47 primary tags; empty means any
	Influencers []string           // authors the buyer follows
	Networks    []Network          // where the buyer reads; empty means the rep's own choice
	Feeds       []Feed             // what marketing keeps for them, all of origin Others
}

// Ask is the conversation starter of an interest, or "" when there is none.
func (p Persona) Ask(topic string) string {
	for _, i := range p.Interests {
		if i.Topic == topic {
			return i.Ask
		}
	}
	return ""
}

// Interest is a topic phrase that a persona cares about.
type Interest struct {
	Topic  string   // as marketing wrote it
	Weight float64  // 1 to 5 in feed lists; any positive number in `rank`
	Also   []string // synonyms that count like the topic itself
	Ask    string   // a conversation starter for the rep; may be empty
}

// Feed is one RSS, Atom or JSON Feed address on a list.
type Feed struct {
	URL      string
	Title    string   // what marketing calls it; may be empty
	Weight   float64  // multiplies the relevance of its items; 1 when unset
	MaxBytes int64    // up to which it is read, decoded; 0 means the default of 10 MiB
	Origin   Origin   // whose list it is on
	Personas []string // whom it serves; empty means all
	Rep      string   // whose own feed it is; empty unless Origin is Own
}

// CompanyProfile is what feeds/company.yaml says of the company itself.
type CompanyProfile struct {
	Name    string
	Names   []string // press that names one of these counts as company content
	Domains []string // so does whatever links here
	Feeds   []Feed   // all of origin Company
}

// Network is a place where a rep shares.
type Network string

// The networks that Pickwick knows a composer for.
const (
	LinkedIn Network = "linkedin"
	X        Network = "x"
	Bluesky  Network = "bluesky"
	Threads  Network = "threads"
	Mastodon Network = "mastodon"
	Facebook Network = "facebook"
	WhatsApp Network = "whatsapp"
	Email    Network = "email"
)

// Networks lists every network.
func Networks() []Network {
	return []Network{LinkedIn, X, Bluesky, Threads, Mastodon, Facebook, WhatsApp, Email}
}

// InWords is the network's name as its users write it.
func (n Network) InWords() string {
	switch n {
	case LinkedIn:
		return "LinkedIn"
	case X:
		return "X"
	case Bluesky:
		return "Bluesky"
	case Threads:
		return "Threads"
	case Mastodon:
		return "Mastodon"
	case Facebook:
		return "Facebook"
	case WhatsApp:
		return "WhatsApp"
	case Email:
		return "E-mail"
	}
	return string(n)
}

// Format is the form of a piece.
type Format string

// The formats that a persona can weigh.
const (
	Article Format = "article"
	Report  Format = "report"
	Podcast Format = "podcast"
	Video   Format = "video"
)

// Formats lists every format.
func Formats() []Format { return []Format{Article, Report, Podcast, Video} }
