package relevance

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
)

// language is how the words of one language are brought to their stems.
type language struct {
	code   string
	stem   func(*snowballstem.Env) bool
	stops  map[string]bool // words that say nothing about a subject
	elides bool            // l'entreprise, dell'impresa: the word begins after the apostrophe
}

// languageCode is the code under which the language of a BCP 47 tag stands in
// the table; English where it is unknown or none of the table.
func languageCode(tag string) string {
	code := primaryTag(tag)
	switch code {
	case "da", "de", "es", "fr", "it", "nl", "no", "pt", "sv":
		return code
	case "nb", "nn":
		return "no"
	}
	return "en"
}

// primaryTag is the language of a BCP 47 tag without region and script.
func primaryTag(tag string) string {
	code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	return code
}

// languageOf is the language of a BCP 47 tag.
func languageOf(tag string) language {
	l := language{code: languageCode(tag)}
	var stops string
	switch l.code {
	case "da":
		l.stem, stops = danish.Stem, stopsDanish
	case "de":
		l.stem, stops = german.Stem, stopsGerman
	case "es":
		l.stem, stops = spanish.Stem, stopsSpanish
	case "fr":
		l.stem, stops, l.elides = french.Stem, stopsFrench, true
	case "it":
		l.stem, stops, l.elides = italian.Stem, stopsItalian, true
	case "nl":
		l.stem, stops = dutch.Stem, stopsDutch
	case "no":
		l.stem, stops = norwegian.Stem, stopsNorwegian
	case "pt":
		l.stem, stops = portuguese.Stem, stopsPortuguese
	case "sv":
		l.stem, stops = swedish.Stem, stopsSwedish
	default:
		l.stem, stops = english.Stem, stopsEnglish
	}
	l.stops = make(map[string]bool)
	for _, w := range strings.Fields(stops) {
		l.stops[w] = true
	}
	return l
}

// root is the stem of a folded word.
func (l language) root(w string) string {
	if l.elides {
		if i := strings.IndexByte(w, '\''); i > 0 && i < len(w)-1 {
			w = w[i+1:]
		}
	}
	env := snowballstem.NewEnv(w)
	l.stem(env)
	if s := env.Current(); s != "" {
		return s
	}
	return w
}

// The words that carry grammar rather than a subject, folded, with their
// contractions. Lists for other languages than English hold the commonest.
const (
	stopsEnglish = `a about above after again against all also although always am among an and another any
anyone anything are aren't around as at be became because become becomes been before being below between both but by
came can can't cannot come comes could couldn't did didn't do does doesn't doing don't done down during each either else
etc even ever every few for from further get gets getting give given gives go goes going gone got had hadn't has hasn't
have haven't having he he's hence her here here's hers herself him himself his how however i i'd i'll i'm i've if in
indeed into is isn't it it'd it'll it's its itself just let let's like made make makes many may me might more most much
must my myself neither never no nor not now of off often on once one only onto or other others our ours ourselves out
over own per perhaps put quite rather really same say says see seem seems shall she she's should shouldn't since so some
something still such take takes than that that's the their theirs them themselves then there there's therefore these
they they'd they'll they're they've thing things this those though through thus to too toward towards under unless until
up upon us use used uses using very via want wants was wasn't way ways we we'd we'll we're we've well were weren't what
what's when where whether which while who who's whom whose why will with within without won't would wouldn't yet you
you'd you'll you're you've your yours yourself yourselves`
	stopsGerman = `aber alle allem allen aller als also am an auch auf aus bei beim bis da damit das dass dein dem den
denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas
für gegen haben hat hatte hier ich ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes kann kein
keine können man mehr mit muss müssen nach nicht noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner
sich sie sind so soll sollen sowie über um und uns unser unsere unter vom von vor war warum was weil welche wenn wer
werden wie wir wird wo wurde wurden zu zum zur zwischen`
	stopsFrench = `à afin ai ainsi alors au aucun aussi autre autres aux avec avoir car ce cela ces cet cette ceux chaque
comme comment dans de depuis des donc dont du elle elles en encore entre est et été être eux fait il ils je la le les
leur leurs lors lui ma mais me même mes moins mon ne ni nos notre nous on ont ou où par pas plus pour pourquoi qu quand
que quel quelle quelles quels qui quoi sa sans se sera ses si son sont sous sur ta te tous tout toute toutes très tu un
une vers vos votre vous y`
	stopsSpanish = `a al algo ante antes como con contra cual cuando de del desde donde dos durante e el él ella ellas
ellos en entre era es esa ese eso esta está están estas este esto estos fue ha han hasta hay la las le les lo los más me
mi muy nada ni no nos nosotros nuestra nuestro o otra otro otros para pero poco por porque qué que quien se según ser si
sí sin sobre son su sus también tanto te tiene todo todos tu un una uno unos y ya yo`
	stopsItalian = `a ad agli ai al alla alle allo anche c che chi ci co come con contro cui da dagli dai dal dalla dalle
de degli dei del dell della delle dello di dove e è ed era fra gli ha hanno i il in io l la le lo loro ma mi ne negli nei
nel nella nelle noi non nostra nostro o ogni per perché più quale quando quanto quella quello questa queste questi questo
se sei si sia sono su sua sue sugli sui sul sulla suo suoi tra tu tutti tutto un una uno voi`
	stopsDutch = `aan al alle als bij daar dan dat de der deze die dit door dus een en er ge geen haar had heb hebben
heeft hem het hier hij hoe hun ik in is ja je kan kunnen maar me meer men met mijn moet na naar niet nog nu of om omdat
onder ons onze ook op over te tegen toch toen tot u uit van veel voor waar was wat we wel werd wie wij worden wordt zal
ze zich zij zijn zo zonder zou`
	stopsPortuguese = `a ao aos as até com como da das de dela dele do dos e é ela elas ele eles em entre era essa esse
esta está estão este eu foi há isso isto já lhe mais mas me mesmo meu minha muito na não nas nem no nos nós nossa nosso o
os ou para pela pelas pelo pelos por quando que quem são se sem ser seu seus só sobre sua suas também te tem têm um uma
umas uns você vocês`
	stopsDanish = `af alle alt at blev blive bliver da de dem den denne der deres det dette dig din disse du efter eller
en end er et for fra går ham han hans har have hendes her hos hun hvad hvem hver hvis hvor hvordan i ikke ind jeg jo kan
kunne man mange med meget men mere mig min mod må ned nogle nok nu når og også om op os over på selv sig sin skal som til
ud under var ved vi vil være`
	stopsNorwegian = `alle at av ble blir bli både da de deg dem den denne der deres det dette disse du eller en enn er et
etter for fordi fra før ha hadde han hans har her hun hva hvem hver hvis hvor hvordan hvorfor i ikke inn jeg kan kunne man
mange med meg mellom men mer min mot må ned noe noen nå når og også om opp oss over på seg selv sin skal slik som til ut
uten var ved vi vil vår være`
	stopsSwedish = `alla allt att av bara bli blir blev både de dem den denna deras dess det detta dig din dina du där då
efter ej eller en er ett från för genom ha hade han hans har hela henne hon honom hur här i icke in inom inte jag kan
kunde man med mellan men mer mig min mot mycket många ni nu någon något när och också om oss på samt sig sin sina ska
skulle som så till under upp ut utan vad var varför vara vi vid vilka vilken är över`
)
