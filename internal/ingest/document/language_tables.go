package document

import (
	"strings"
	"unicode"
)

// Scripts that are counted.
const (
	scriptCyrillic = iota
	scriptArabic
	scriptDevanagari
	scriptHan
	scriptHiragana
	scriptKatakana
	otherScripts
)

// scripts with the language that each means, if it means one.
var scripts = [...]struct {
	table   *unicode.RangeTable
	tag     string
	telling string // letters that not all of its languages have
}{
	scriptCyrillic:    {unicode.Cyrillic, "", "ђћџјљњѓќѕўәғқңөұүһіїєґыэё"},
	scriptArabic:      {unicode.Arabic, "", "ٹڈڑںےپچژگکی"},
	scriptDevanagari:  {unicode.Devanagari, "", ""},
	scriptHan:         {unicode.Han, "", ""},
	scriptHiragana:    {unicode.Hiragana, "ja", ""},
	scriptKatakana:    {unicode.Katakana, "ja", ""},
	otherScripts:      {unicode.Greek, "el", ""},
	otherScripts + 1:  {unicode.Hebrew, "he", ""},
	otherScripts + 2:  {unicode.Hangul, "ko", ""},
	otherScripts + 3:  {unicode.Thai, "th", ""},
	otherScripts + 4:  {unicode.Bengali, "bn", ""},
	otherScripts + 5:  {unicode.Tamil, "ta", ""},
	otherScripts + 6:  {unicode.Telugu, "te", ""},
	otherScripts + 7:  {unicode.Gujarati, "gu", ""},
	otherScripts + 8:  {unicode.Gurmukhi, "pa", ""},
	otherScripts + 9:  {unicode.Kannada, "kn", ""},
	otherScripts + 10: {unicode.Malayalam, "ml", ""},
	otherScripts + 11: {unicode.Sinhala, "si", ""},
	otherScripts + 12: {unicode.Georgian, "ka", ""},
	otherScripts + 13: {unicode.Armenian, "hy", ""},
	otherScripts + 14: {unicode.Khmer, "km", ""},
	otherScripts + 15: {unicode.Myanmar, "my", ""},
}

// languageOrder are the languages that are told by their words. Those of other
// scripts come last.
var languageOrder = [...]string{
	"en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "no", "fi", "pl", "cs", "hu", "ro", "tr", "id", "ca", "vi", "la",
	"ru", "bg", "ar", "hi", "mr",
}

// Places in languageOrder.
const (
	placeholder   = 19 // Latin, which stands where a text is yet to come
	firstNonLatin = 20
)

// commonWords are the languages, by their place in languageOrder, that a word
// is common in. Short words that are names or abbreviations elsewhere are left
// out.
var commonWords = readCommonWords(map[string]string{
	"en": "the of and to in is that for it with as was on are by this be from at have not or an they which you we has their been its more will would about there when who what can your our all but how out up if one new after into over than other his her he she were had",
	"de": "in will was alles so da der die das und ist von den mit zu für im ein eine nicht auf des sich dem auch als an wird es bei einer aus sie nach wie werden oder um haben hat einen noch sind zum war zur aber über nur wir ich kann durch bis mehr vor diese dieser wenn man ihr ihre",
	"fr": "le la les des de et est un une du en que qui dans pour pas sur au plus par avec ne ce il sont aux se son nous cette ou vous mais ont ses leur elle été comme fait être ces sa tout aussi sans entre dont après bien même où",
	"es": "el la los las de que y en un una es del se por con para no su al como más lo pero sus le ya este sí porque esta entre cuando muy sin sobre también hasta hay donde han desde todo nos durante fue ha son está años",
	"it": "il di che la e è un una per in del della dei delle non si con da sono al come più gli nel alla anche le ma lo i ha su questo questa nella dal degli essere stato tra cui suo loro dalla sua se ed quando dopo ai",
	"pt": "o a os as de que e em um uma do da para com não no na por mais dos das se como mas foi ao ele são tem à seu sua ou quando muito há nos já está eu também só pelo pela até isso ela entre depois sem mesmo aos seus você",
	"nl": "de het een van en in is dat op te zijn met voor niet die aan er ook als bij om naar wordt uit door maar nog heeft werd dan over wat hebben deze kan je wij meer of worden dit tot hun geen zich haar we",
	"da": "og i at det er en til af på for med de den der som ikke har et om var fra kan vi blev eller han sig jeg også efter hvad være mere nu ved når deres hvor ud mange hun blive skal mellem siger noget uden",
	"sv": "och i att det är en som på för av med till den har inte om ett de var från kan så vi men eller jag han också efter när nu vad mycket alla där vid sig hur skulle blir två hon mot över under mer ska",
	"no": "og i det er som på en til av for at med de har den ikke om et var fra vi kan men så jeg han også etter når nå hva være mer seg ved fikk hadde noe bare mellom sier skal uten hun blir ble ut mot",
	"fi": "ja on ei että se oli ovat myös kun mutta hän tai ole kuin jos joka niin sen mukaan jo vain jotka mitä ovat olla voi sekä jälkeen nyt vielä kanssa tämä ne siitä tämän vuoden olisi minä",
	"pl": "i w na z do nie się że to jest o jak po za od dla przez ale są oraz który co tego być czy tym jego tak będzie ma może już przy ze które tylko jej także więcej został była bardzo roku",
	"cs": "a v na se je že s z do o to k pro i jako ale by za po který jsou jeho také bylo jen podle před od při jak tak už které nebo byl více když jejich může která než bude ve aby",
	"hu": "a az és hogy nem is egy van de meg ez csak már volt mint vagy ha azt még ki lesz el nagyon ezt után minden lehet majd között két azonban szerint pedig kell mert ami akkor több",
	"ro": "și de la în a cu pe care nu este din sau mai pentru că o un sunt fi prin ca au fost după dar între acest această despre până lui când fără se ale era aceste lor",
	"tr": "ve bir bu için ile de da olarak çok daha olan gibi en kadar sonra ne değil var ancak ama her ya mi iki olduğu ilk göre şekilde ise tarafından yeni bunu ki oldu",
	"id": "dan yang di ini itu dengan untuk dari pada tidak dalam akan ke juga adalah oleh sebagai telah karena ada bisa lebih atau kami mereka kita saat dapat sudah tersebut tahun para saya",
	"ca": "el la els les de i que en un una és del amb per al no es més com però ha són aquest aquesta també dels han des entre ser fins molt sense seva tot on quan vol perquè seu",
	"vi": "và của là có được cho trong không với một các những này đã người khi để đến từ ra cũng như về vào tại đó nhiều sẽ hay nhưng năm",
	"la": "et in est non ad cum sed ut qui quod ex quae sit amet dolor ipsum lorem consectetur per ab si nec atque sunt esse quam enim vel eget",
	"ru": "и в не на что с как по это к из от за у для так но же его было то вы мы они все или уже при также только после может",
	"bg": "и на да в се за не от са е с че по си това като до той те към или ще ако след при през която които",
	"ar": "في من على أن إلى عن التي الذي هذا هذه مع كان ما لا بعد كما بين قد أو وقد ذلك حيث",
	"hi": "के है में की से को का और पर यह हैं ने भी कि नहीं एक हो था कर इस लिए तो",
	"mr": "आहे आणि या होते मध्ये ते हे व आहेत की नाही केली",
})

func readCommonWords(lists map[string]string) map[string][]int {
	words := map[string][]int{}
	for i, tag := range languageOrder {
		for _, w := range strings.Fields(lists[tag]) {
			words[bareMarks(w)] = append(words[bareMarks(w)], i)
		}
	}
	return words
}

// bareMarks leaves out the marks that are no letters, as the detection does.
func bareMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, s)
}
