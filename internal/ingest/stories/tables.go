package stories

import "strings"

// knownWords is what is known of words before any item was read, by hash.
func knownWords() map[uint64]habit {
	known := map[uint64]habit{}
	for _, w := range strings.Fields(commonWords) {
		known[hash(stem([]byte(w)))] = common
	}
	for _, w := range strings.Fields(ignoredWords) {
		known[hash([]byte(w))] = ignored
	}
	return known
}

// commonWords are in so many headlines that two may share some of them and
// tell different things. Frequent words that are missing are learnt from the
// items; these only help while there are few.
const commonWords = `
new news report reports update updates video videos photo photos watch live latest breaking exclusive review
reviews analysis opinion editorial interview guide tips list top best worst first last next big biggest bigger
small great good better bad worse high higher highest low lower lowest record old young long short full half
early late former current recent final special free real true major key day days today tomorrow yesterday week
weeks weekly weekend month months monthly year years annual yearly quarter quarterly hour hours minute minutes
time times season morning night monday tuesday wednesday thursday friday saturday sunday january february
march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov
dec people person man men woman women child children kid kids family families mother father mom dad friend
friends star stars fan fans expert experts leader leaders official officials worker workers user users
customer customers consumer consumers employee employees world global international national local state
states city country countries uk america american americans usa european europe china chinese india indian
british two three four five six seven eight nine ten hundred thousand million millions billion billions
trillion mln bln percent pct number second third fourth company companies firm firms corp corporation inc ltd
plc group co business businesses industry market markets stock stocks share shares price prices sale sales
deal deals trade trading investor investors investment bank banks fund funds money cash cost costs tax taxes
rate rates profit profits loss losses net revenue earnings income growth economy economic financial finance
results result forecast outlook dividend stake offer bid merger acquisition acquire acquires buy buys sell
sells sold plan plans planned qtr oper shr dlrs dlr stg vs avg cts rise rises rising rose fall falls falling
fell gain gains drop drops jump jumps climb climbs grow grows growing surge surges slip slips slump cut cuts
increase increases decline declines raise raises hit hits push pushes pull boost boosts beat beats tops expand
hold holds announce announces announced announcement launch launches launched release releases released unveil
unveils reveal reveals revealed introduce introduces show shows start starts begin begins end ends stop stops
open opens close closes set sets call calls find finds found look looks looking sees seen warn warns warning
claim claims deny denies tell tells told ask asks talk talks speak urge urges need needs help helps try tries
face faces win wins won lose loses lost lead leads join joins leave leaves left return returns turn turns move
moves keep keeps bring brings send sends run runs play plays work works working pay pays paid meet meets
expect expects expected seek seeks think thinks know knows love life home house story stories change changes
back death dead dies die kill killed kills fire attack attacks police court judge law laws case charge charges
trial arrest arrested government president minister prime party election vote votes voter voters campaign
senate congress bill policy power war military security health study studies research researchers school
student students university job jobs team game games music film movie movies book books food water data
technology tech digital online internet web app apps phone mobile service services system systems product
products program project energy oil gas car cars air space media social head hand line part place side name
word words question questions answer reason reasons idea issue issues problem problems fact facts sign signs
action control support order rule rules right rights future history crisis risk risks threat fear fears hope
hopes concern concerns amid despite behind near ahead across along according including`

// ignoredWords carry grammar rather than a subject, in the languages that most
// feeds are in. A word of one language that means something in another is left out.
const ignoredWords = `
about above after again against all also although always am among an and another any anyone anything are
around as at be became because become been before being below between both but by came can cannot come could
did do does doing done down during each either else even ever every few for from further get gets getting give
given gives go goes going gone got had has have having he hence her here hers herself him himself his how
however if in indeed into is it its itself just let like made make makes many may me might more most much must
my myself neither never no nor not now of off often on once one only onto or other others our ours out over
own per perhaps put quite rather really same say says said see seem seems shall she should since so some
something still such take takes than that the their them then there these they thing things this those though
through thus to too toward towards under until up upon us use used uses using very via want wants was way ways
we well were what when where whether which while who whose why will with within without would yet you your re
ve ll
aber als am auch auf aus bei bis das dass dem der des ein eine einem einen einer für im ist
nach nicht noch nur oder sich sind so und unter vom von vor was wegen wer werden wie wird zu zum zur über
au aux avec ce ces cette comme dans de des du elle en est et il la le les leur mais ne ont ou où par pas
qu que qui sa sans se ses sont un une
al como con del desde el ella en es esta este ha la las lo los más no para pero por que se según ser si
sobre su sus un una
agli ai alla alle anche che chi con da dal dalla dei del della delle di gli ha il io la le lo ma nel
nella non più se si sono su sul un una uno
ao aos com da das do dos em entre foi mais mas na nas no nos não nem os ou para pela pelo por que se sem ser
sua são um uma
aan bij dat de een en er het hij hun ik is maar met naar niet nog of om onder ook op te tegen
tot uit waar wat wordt ze zich zijn
af alle av bli de der det du eller en er et ett fra från för ha han har hun ikke inn inte jag jeg kan
med mot når och og om på sig ska som til var ved vi är över`
