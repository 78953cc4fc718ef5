package feedload

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// The words of which articles are made.
const (
	nouns = `account adoption agreement alliance analyst appetite asset assembly audit auditor automation backlog balance bank barrel benchmark
		blueprint board bond border bottleneck branch brand breach broker budget buyer cable campaign capacity capital carbon cargo carrier cash catalogue
		chain channel charge chemist chip city claim client cloud coalition code committee commodity community competitor compliance component concern
		consultant consumer container contract contractor controller corridor cost council court coverage credit crew currency customer cycle data database
		deadline dealer debt decade deficit delay delivery demand deposit design developer device director discount disruption distributor district
		drought earnings economy effort electricity employee employer energy engineer enterprise estimate exchange executive expansion expense exporter
		facility factory failure farmer fee figure finance firewall firm fleet forecast founder framework freight fuel fund gateway goal grant grid growth
		guideline harbour hardware harvest headcount hiring hospital household identity importer incentive incident income index industry inflation
		infrastructure innovation inquiry insight inspection insurance insurer interest inventory investment investor invoice journal judge laboratory
		labour landlord lawyer leader ledger legislation lender liability licence liquidity loan logistics loss machine maintenance manager manufacturer
		margin market material measure medicine member memo merger metal method migration mine minister model mortgage network notice nurse obligation
		offer office operator orchard order outage outlook output overhead package panel partner patent patient payment payroll penalty pension permit
		pilot pipeline plan plant platform policy port portfolio premium price pricing priority process procurement producer product profit programme
		project property proposal prospect protocol prototype provider purchase quarter quota railway rate ratio receipt recession record recovery refinery
		reform region regulator rehearsal release rent report request research researcher reserve resilience retailer return revenue review rise risk
		rival robot roster route rule salary sale sample satellite saving scheme school scientist season sector security seller sensor server service
		settlement share shareholder shipment shop shortage signal site skill software solar spending staff standard start-up statement steel stock
		storage store strategy strike subsidy supplier supply surplus survey system target tariff tax teacher team technology tender territory test
		threshold timber tool tourist trade trader training transaction transition transport treasury trial trust tunnel turbine turnover university upgrade
		utility vaccine valuation vehicle vendor venture vessel vote wage warehouse warning warranty waste water weather wholesaler window worker workflow yield`
	verbs = `accepts adjusts allocates announces approves audits backs balances blocks boosts builds buys calculates cancels closes collects compares
		completes confirms considers consolidates controls covers cuts debates defends delays delivers denies deploys designs discounts doubles drops
		earns edits enters estimates examines expands expects explains extends faces finances fixes forecasts funds handles hires improves includes
		increases inspects insures launches leads leases lifts limits links loses lowers maintains manages measures merges misses monitors moves narrows
		negotiates offers opens orders outlines overhauls owns pauses pays plans postpones prepares presents prices promises proposes protects publishes
		questions raises reaches rebuilds recalls reconsiders records recruits reduces refuses regulates rejects renews repairs replaces reports requires
		restores reviews rewards saves schedules secures sells settles shares ships shortens simplifies slows solves spends splits starts stores
		strengthens studies supports suspends switches targets tests tightens tracks trades trains trims unveils updates upgrades values warns weighs welcomes widens withdraws`
	adjectives = `annual better big broad busy careful central cheap clean clear cold common complex costly critical current daily deep different
		digital direct domestic early effective empty European expensive external fair familiar fast federal final financial flat flexible foreign formal
		fragile free fresh full global green hard heavy high hybrid idle independent industrial initial internal key large late lean legal light local long
		low main major manual mature mid-size minor mobile modern monthly narrow national new northern old open operational optional overdue patchy
		private profitable public quarterly quick quiet rare ready recent reliable remote rising rural safe secure senior separate serious sharp short
		simple single slow small smart southern special stable steady strict strong sudden temporary thin tight tough transparent typical uncertain
		unusual urban urgent useful vacant virtual vital volatile voluntary weak weekly western wide younger`
	adverbs  = `again almost already barely carefully cautiously clearly directly early eventually finally fully gradually hardly quickly quietly rarely sharply slowly soon steadily suddenly usually widely`
	links    = `after against ahead_of among around because_of before behind beyond despite during for from in_spite_of near over since through towards under until with without`
	starts   = `ar bel cor dan el far gal hel in jor kal lor mar nor ol par quel ros sal tar ul ver wil xan yor zen`
	middles  = `a an e en i il o or u us a e i o u`
	endings  = `bank co dale field gate ium lab land line mark mont port tec ton via ware well wick works yard`
	given    = `Ada Amara Ben Chiara Diego Elif Farid Grace Hana Ines Jonas Karim Lena Mateo Nadia Omar Priya Quentin Rosa Samir Tara Ulrich Vera Wanda Yusuf Zoe`
	surnames = `Abbas Becker Castro Dahl Eriksen Fischer Garcia Haddad Ivanova Jansen Kowalski Laurent Moreau Novak Okafor Patel Quinn Rossi Silva Tanaka Usman Vargas Weber Young Zhang`
)

// lexicon is the words, ready to be drawn.
type lexicon struct {
	nouns, verbs, adjectives, adverbs, links, starts, middles, endings, given, surnames []string
}

func newLexicon() *lexicon {
	joined := strings.Fields(links)
	for i := range joined {
		joined[i] = strings.ReplaceAll(joined[i], "_", " ")
	}
	return &lexicon{
		strings.Fields(nouns), strings.Fields(verbs), strings.Fields(adjectives), strings.Fields(adverbs), joined,
		strings.Fields(starts), strings.Fields(middles), strings.Fields(endings), strings.Fields(given), strings.Fields(surnames),
	}
}

// voice draws words. Each subject has favourites, as real subjects have.
type voice struct {
	*lexicon
	*rand.Rand
	favourites []string
}

func (l *lexicon) voice(r *rand.Rand) voice {
	v := voice{lexicon: l, Rand: r}
	for range 12 {
		v.favourites = append(v.favourites, v.draw(l.nouns))
	}
	return v
}

// draw prefers the words at the beginning, as language prefers some to others.
func (v voice) draw(from []string) string {
	f := v.Float64()
	return from[int(f*(f+1)/2*float64(len(from)))]
}

func (v voice) noun() string {
	if v.IntN(3) == 0 {
		return v.favourites[v.IntN(len(v.favourites))]
	}
	return v.draw(v.nouns)
}

// name is of a firm or a place that does not exist.
func (v voice) name() string {
	s := v.draw(v.starts) + v.draw(v.middles) + v.draw(v.endings)
	return strings.ToUpper(s[:1]) + s[1:]
}

func (v voice) person() string { return v.draw(v.given) + " " + v.draw(v.surnames) }

func (v voice) title() string {
	switch v.IntN(4) {
	case 0:
		return v.name() + " " + v.draw(v.verbs) + " " + v.draw(v.adjectives) + " " + v.noun() + " " + v.draw(v.links) + " " + v.noun() + " " + v.noun()
	case 1:
		return capital(v.draw(v.adjectives)) + " " + v.noun() + " " + v.draw(v.verbs) + " " + v.noun() + " " + v.draw(v.links) + " " + v.name() + " " + v.noun()
	case 2:
		return "How " + v.name() + " " + v.draw(v.adverbs) + " " + v.draw(v.verbs) + " its " + v.noun() + " " + v.noun() + " " + v.draw(v.links) + " the " + v.noun()
	default:
		return strconv.Itoa(3+v.IntN(18)) + " " + v.draw(v.adjectives) + " " + v.noun() + " lessons " + v.draw(v.links) + " " + v.name() + " and its " + v.noun()
	}
}

func (v voice) sentence() string {
	var s string
	switch v.IntN(5) {
	case 0:
		s = "The " + v.draw(v.adjectives) + " " + v.noun() + " " + v.draw(v.verbs) + " the " + v.noun() + " " + v.draw(v.links) + " " + v.draw(v.adjectives) + " " + v.noun()
	case 1:
		s = v.name() + " " + v.draw(v.adverbs) + " " + v.draw(v.verbs) + " its " + v.noun() + " " + v.draw(v.links) + " the " + v.noun() + ", and the " + v.noun() + " " + v.draw(v.verbs) + " it"
	case 2:
		s = "“A " + v.noun() + " that " + v.draw(v.verbs) + " the " + v.noun() + " is " + v.draw(v.adjectives) + ",” said " + v.person() + " of " + v.name()
	case 3:
		s = "In " + strconv.Itoa(2015+v.IntN(12)) + " about " + strconv.Itoa(2+v.IntN(97)) + " percent of every " + v.noun() + " went into " + v.draw(v.adjectives) + " " + v.noun() + " " + v.draw(v.links) + " " + v.name()
	default:
		s = "Nobody’s " + v.noun() + " " + v.draw(v.verbs) + " a " + v.noun() + " " + v.draw(v.links) + " the " + v.draw(v.adjectives) + " " + v.noun() + " & its " + v.noun()
	}
	return s + "."
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
