package document

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// zones are the abbreviations seen in feeds, in hours east of UTC. Where one
// has several meanings the one most common in feeds is taken.
var zones = map[string]float64{
	"ut": 0, "utc": 0, "gmt": 0, "wet": 0,
	"west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "wat": 1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "sast": 2, "cat": 2,
	"eest": 3, "msk": 3, "мск": 3, "eat": 3, "trt": 3, "idt": 3, "irst": 3.5, "gst": 4, "msd": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "wib": 7, "ict": 7, "wita": 8,
	"hkt": 8, "sgt": 8, "pht": 8, "awst": 8, "myt": 8, "wit": 9, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13,
	"nst": -3.5, "ndt": -2.5, "brt": -3, "brst": -2, "art": -3, "clst": -3, "clt": -4, "ast": -4, "adt": -3, "at": -4, "edt": -4, "est": -5, "et": -5, "pet": -5,
	"cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7, "pst": -8, "pt": -8, "akst": -9, "mart": -9.5, "akdt": -8, "hst": -10,
}

// zoneNamed is a zone by its abbreviation, or nil. Single letters have the
// meaning that RFC 822, section 5.1, gives them.
func zoneNamed(name string) *time.Location {
	hours, known := zones[name]
	if len(name) == 1 {
		switch c := name[0]; {
		case c >= 'a' && c <= 'i':
			hours, known = float64('a'-1)-float64(c), true
		case c >= 'k' && c <= 'm':
			hours, known = float64('a')-float64(c), true
		case c >= 'n' && c <= 'y':
			hours, known = float64(c)-float64('n'-1), true
		case c == 'z':
			known = true
		}
	}
	if !known {
		return nil
	}
	return time.FixedZone("", int(hours*3600))
}

// dateWord is what a word means in a date.
type dateWord struct {
	kind  wordKind
	value int
	zone  *time.Location // of those who use the word, where all have the same
}

type wordKind int

const (
	fillerWord wordKind = iota
	monthWord
	weekdayWord // 1 is Sunday
	halfWord    // 1 in the morning, 2 in the afternoon
	eraWord     // the year before its first
	yearUnit    // from here on they follow a number
	monthUnit
	dayUnit
	hourUnit
	minuteUnit
	secondUnit
)

// monthNames are twelve words for each language, those of one month joined by
// a slash; they are folded when they are read. Croatian is missing: its October
// is the Polish and Czech November.
var monthNames = map[string]string{
	"en": "january/jan february/feb/febr march/mar/mrch april/apr/aprl may june/jun july/jul august/aug september/sep/sept october/oct november/nov december/dec",
	"de": "januar/janner/jaen/jan/jaenner februar/feber/feb marz/mar/mrz/maerz april/apr mai juni/jun juli/jul august/aug september/sep/sept oktober/okt november/nov dezember/dez",
	"nl": "januari februari maart/mrt april mei juni juli augustus september oktober/okt november december",
	"af": "januarie februarie maart april mei junie julie augustus september oktober november desember/des",
	"fr": "janvier/janv fevrier/fevr/fev mars avril/avr mai juin juillet/juil aout/aou septembre octobre novembre décembre",
	"es": "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre/set octubre noviembre diciembre/dic",
	"pt": "janeiro fevereiro/fev marco abril maio/mai junho julho agosto/ago setembro/set outubro/out novembro dezembro/dez",
	"it": "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett ottobre/ott novembre dicembre",
	"ca": "gener febrer marc abril maig juny juliol agost setembre octubre novembre desembre",
	"gl": "xaneiro/xan febreiro marzo abril maio xuno/xun xullo/xul agosto setembro outubro novembro decembro",
	"ro": "ianuarie/ian februarie martie/mart aprilie mai iunie/iun iulie/iul august septembrie octombrie noiembrie/noi decembrie",
	"sv": "januari februari mars april maj juni juli augusti september oktober november december",
	"da": "januar februar marts april maj juni juli august september oktober november december",
	"nb": "januar februar mars april mai juni juli august september oktober november desember/des",
	"is": "januar februar mars april mai juni juli agust september oktober november desember",
	"fi": "tammikuu/tammikuuta/tammi helmikuu/helmikuuta/helmi maaliskuu/maaliskuuta/maalis huhtikuu/huhtikuuta/huhti toukokuu/toukokuuta/touko kesakuu/kesakuuta/kesa heinakuu/heinakuuta/heina elokuu/elokuuta/elo syyskuu/syyskuuta/syys lokakuu/lokakuuta/loka marraskuu/marraskuuta/marras joulukuu/joulukuuta/joulu",
	"et": "jaanuar/jaan veebruar/veebr marts aprill mai juuni juuli august september oktoober november detsember/dets",
	"lv": "janvaris/janvari februaris/februari marts/marta aprilis/aprili maijs/maija junijs/junija julijs/julija augusts/augusta septembris/septembri oktobris/oktobri novembris/novembri decembris/decembri",
	"lt": "sausio/sausis vasario/vasaris kovo/kovas balandzio/balandis geguzes/geguze birzelio/birzelis liepos/liepa rugpjucio/rugpjutis rugsejo/rugsejis spalio/spalis lapkricio/lapkritis gruodzio/gruodis",
	"pl": "stycznia/styczen/sty lutego/luty/lut marca/marzec kwietnia/kwiecien/kwi maja/maj czerwca/czerwiec/cze lipca/lipiec/lip sierpnia/sierpien/sie wrzesnia/wrzesien/wrz pazdziernika/pazdziernik/paz listopada/listopad/lis grudnia/grudzien/gru",
	"cs": "ledna/leden/led unora/unor/uno brezna/brezen/bre dubna/duben/dub kvetna/kveten/kve cervna/cerven/cvn cervence/cervenec/cvc srpna/srpen/srp zari rijna/rijen/rij listopadu prosince/prosinec/pro",
	"sk": "januara/januar februara/februar marca/marec aprila/april maja/maj juna/jun jula/jul augusta/august septembra/september oktobra/oktober novembra/november decembra/december",
	"sl": "januarja/januar februarja/februar marca/marec aprila/april maja/maj junija/junij julija/julij avgusta/avgust/avg septembra/september oktobra/oktober novembra/november decembra/december",
	"sr": "januar/јануар/јан februar/фебруар mart/март april/април maj/мај jun/јун jul/јул avgust/август septembar/септембар oktobar/октобар novembar/новембар decembar/децембар",
	"hu": "januar/jan februar/febr marcius/marc aprilis/apr majus/maj junius/jun julius/jul augusztus/aug szeptember/szept oktober/okt november/nov december/dec",
	"tr": "ocak/oca subat/sub mart nisan/nis mayis haziran/haz temmuz/tem agustos/agu eylul/eyl ekim/eki kasim/kas aralik/ara",
	"id": "januari februari/peb maret april mei juni juli agustus/agt september oktober november/nop desember/des",
	"ms": "januari februari mac april mei jun julai/jul ogos/ogo september oktober november disember/dis",
	"cy": "ionawr/ion chwefror/chw mawrth/maw ebrill/ebr mai mehefin/meh gorffennaf/gor awst medi hydref/hyd tachwedd/tach rhagfyr/rhag",
	"el": "ιανουαριου/ιανουαριοσ/ιαν φεβρουαριου/φεβρουαριοσ/φεβ μαρτιου/μαρτιοσ/μαρ απριλιου/απριλιοσ/απρ μαιου/μαιοσ/μαι/μαη ιουνιου/ιουνιοσ/ιουν ιουλιου/ιουλιοσ/ιουλ αυγουστου/αυγουστοσ/αυγ σεπτεμβριου/σεπτεμβριοσ/σεπ/σεπτ οκτωβριου/οκτωβριοσ/οκτ νοεμβριου/νοεμβριοσ/νοε δεκεμβριου/δεκεμβριοσ/δεκ",
	"ru": "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек",
	"uk": "січня/січень/січ лютого/лютии/лют березня/березень/бер квітня/квітень/кві/квіт травня/травень/тра/трав червня/червень/чер/черв липня/липень/лип серпня/серпень/сер/серп вересня/вересень/вер жовтня/жовтень/жов/жовт листопада/листопад/лис/лист грудня/грудень/гру/груд",
	"bg": "януари/яну февруари март април маи юни юли август септември/септ октомври ноември декември",
	"he": "ינואר/בינואר/ינו פברואר/בפברואר/פבר מרץ/במרץ אפריל/באפריל/אפר מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט/אוג ספטמבר/בספטמבר/ספט אוקטובר/באוקטובר/אוק נובמבר/בנובמבר/נוב דצמבר/בדצמבר/דצמ",
	"ar": "يناير/جانفي فبراير/فيفري/شباط مارس/اذار ابريل/افريل/نيسان مايو/ماي/ايار يونيو/جوان/حزيران يوليو/جويلية/تموز اغسطس/اوت/اب سبتمبر/شتنبر/ايلول اكتوبر نوفمبر/نونبر ديسمبر/دجنبر",
	"fa": "ژانویه فوریه مارس اوریل مه ژوین/ژوئن ژوییه/ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
	"hi": "जनवरी/जन फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई/जुल अगस्त/अग सितंबर/सितम्बर/सित अक्टूबर/अक्तूबर नवंबर/नवम्बर/नव दिसंबर/दिसम्बर/दिस",
	"bn": "জানুয়ারি/জানুয়ারী ফেব্রুয়ারি/ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট/অগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
	"th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
	"zh": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
}

// phrases are written as words that the table knows. The order matters: the
// longer of two goes first.
var phrases = newReplacer(
	"\\n", " ", "\\t", " ", "\\r", " ",
	"a.m.", "am ", "p.m.", "pm ", " a. m.", " manana ", " p. m.", " tarde ", "π.μ.", "manana ", "μ.μ.", "tarde ",
	"tháng mười hai", "dec", "tháng mười một", "nov", "tháng mười", "oct", "tháng một", "jan", "tháng hai", "feb", "tháng ba", "mar",
	"tháng tư", "apr", "tháng năm", "may", "tháng sáu", "jun", "tháng bảy", "jul", "tháng tám", "aug", "tháng chín", "sep",
	"كانون الثاني", "jan", "كانون الأول", "dec", "تشرين الأول", "oct", "تشرين الثاني", "nov",
	"ม.ค.", "jan", "ก.พ.", "feb", "มี.ค.", "mar", "เม.ย.", "apr", "พ.ค.", "may", "มิ.ย.", "jun",
	"ก.ค.", "jul", "ส.ค.", "aug", "ก.ย.", "sep", "ต.ค.", "oct", "พ.ย.", "nov", "ธ.ค.", "dec",
)

func newReplacer(pairs ...string) *strings.Replacer {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = foldRunes(pairs[i])
	}
	return strings.NewReplacer(pairs...)
}

// dateWords are all words that mean something, folded.
var dateWords = readDateWords()

func readDateWords() map[string]dateWord {
	words := map[string]dateWord{}
	add := func(list string, w dateWord) {
		for _, name := range strings.Fields(list) {
			words[foldRunes(name)] = w
		}
	}
	for _, names := range monthNames {
		for i, list := range strings.Fields(names) {
			add(strings.ReplaceAll(list, "/", " "), dateWord{kind: monthWord, value: i + 1})
		}
	}
	for i, list := range []string{"sun sunday", "mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday", "fri friday", "sat saturday"} {
		add(list, dateWord{kind: weekdayWord, value: i + 1})
	}
	china, japan, korea := time.FixedZone("", 8*3600), time.FixedZone("", 9*3600), time.FixedZone("", 9*3600)
	for i, half := range []struct{ any, china, japan, korea string }{
		{"am manana sáng ص पूर्वाह्न", "上午 早上 凌晨", "午前", "오전"},
		{"pm tarde noche chiều tối م अपराह्न", "下午 晚上", "午後", "오후"},
	} {
		add(half.any, dateWord{kind: halfWord, value: i + 1})
		add(half.china, dateWord{kind: halfWord, value: i + 1, zone: china})
		add(half.japan, dateWord{kind: halfWord, value: i + 1, zone: japan})
		add(half.korea, dateWord{kind: halfWord, value: i + 1, zone: korea})
	}
	for era, before := range map[string]int{"令和": 2018, "平成": 1988, "民國": 1911} {
		add(era, dateWord{kind: eraWord, value: before})
	}
	for kind, list := range map[wordKind]string{
		yearUnit: "年 г г. год года р року р.", monthUnit: "月", dayUnit: "日 号",
		hourUnit: "h uhr 時 点 點", minuteUnit: "分 min", secondUnit: "秒",
		fillerWord: "st nd rd th er ere re de del of the o a e den d n y la las le les el il em um kl klo ob hs hrs hr o'clock",
	} {
		add(list, dateWord{kind: kind})
	}
	add("时", dateWord{kind: hourUnit, zone: china})
	for i, unit := range strings.Fields("년 월 일 시 분 초") {
		add(unit, dateWord{kind: yearUnit + wordKind(i), zone: korea})
	}
	return words
}

// foldDate writes a date in lower case, without accents, with ASCII digits,
// and with phrases replaced.
func foldDate(s string) string {
	return phrases.Replace(foldRunes(s))
}

func foldRunes(s string) string {
	s = strings.ToLower(s)
	if ascii([]byte(s)) {
		return s
	}
	return strings.Map(foldRune, norm.NFKD.String(s))
}

func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r >= 0x300 && r <= 0x36f, r >= 0x64b && r <= 0x655, unicode.Is(unicode.Cf, r):
		return -1 // accents; vowel signs of Arabic; what has no width
	case r == 'ς':
		return 'σ'
	case r == 'ı':
		return 'i'
	case unicode.Is(unicode.Pd, r), r == '−':
		return '-'
	case unicode.IsSpace(r), r == '\u3000':
		return ' '
	case unicode.IsDigit(r):
		// Digits come in tens that begin at a multiple of sixteen, or six behind one.
		if first := r &^ 0xf; unicode.IsDigit(first) {
			return '0' + r - first
		}
		return '0' + (r&0xf+10)%16
	}
	return r
}
