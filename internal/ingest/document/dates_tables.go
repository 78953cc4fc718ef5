package document

import (
	"strings"
	"time"
)

// zones are the abbreviations seen in feeds, in hours east of UTC. Where one
// has several meanings the one most common in feeds is taken.
var zones = map[string]float64{
	"z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "etc/gmt": 0, "etc/utc": 0,
	"west": 1, "bst": 1, "cet": 1, "met": 1, "mez": 1, "cest": 2, "mest": 2, "mesz": 2, "eet": 2, "sast": 2, "cat": 2,
	"eest": 3, "msk": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "wib": 7, "ict": 7,
	"hkt": 8, "sgt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "aest": 10, "acdt": 10.5, "aedt": 11, "nzst": 12, "nzdt": 13,
	"nst": -3.5, "ndt": -2.5, "brt": -3, "art": -3, "ast": -4, "adt": -3, "edt": -4, "est": -5, "et": -5,
	"cdt": -5, "cst": -6, "ct": -6, "mdt": -6, "mst": -7, "mt": -7, "pdt": -7, "pst": -8, "pt": -8, "akst": -9, "akdt": -8, "hst": -10,
}

// months are the names of months, full and short, lower case, by language.
var months = byName(
	"january jan januar jänner januari januari janv janvier ene enero gen gennaio janeiro tammikuu tammikuuta styczeń stycznia sty leden ledna янв январь января ιαν ιανουάριος ιανουαρίου jan január ocak oca ianuarie ian",
	"february feb febr februar februari fév févr février febrero febbraio fev fevereiro helmikuu helmikuuta luty lutego lut únor února фев февраль февраля φεβ φεβρουάριος φεβρουαρίου február şubat şub februarie",
	"march mar mars märz mär mrz maart mrt marzo março maaliskuu maaliskuuta marzec marca březen března мар март марта μαρ μάρ μάρτιος μαρτίου március márc mart martie",
	"april apr avr avril abr abril aprile huhtikuu huhtikuuta kwiecień kwietnia kwi duben dubna апр апрель апреля απρ απρίλιος απριλίου április ápr nisan nis aprilie",
	"may mai mei maj mayo maggio mag maio toukokuu toukokuuta maja květen května май мая μαι μάι μάιος μαΐου május máj mayıs",
	"june jun juin juni junio giugno giu junho kesäkuu kesäkuuta czerwiec czerwca cze červen června июн июнь июня ιουν ιούν ιούνιος ιουνίου június jún haziran haz iunie iun",
	"july jul juil juillet juli julio luglio lug julho heinäkuu heinäkuuta lipiec lipca lip červenec července июл июль июля ιουλ ιούλ ιούλιος ιουλίου július júl temmuz tem iulie iul",
	"august aug août aout augustus ago agosto elokuu elokuuta sierpień sierpnia sie srpen srpna авг август августа αυγ αύγ αύγουστος αυγούστου augusztus ağustos ağu",
	"september sep sept septembre septiembre set settembre setembro syyskuu syyskuuta wrzesień września wrz září сен сент сентябрь сентября σεπ σεπτέμβριος σεπτεμβρίου szeptember szept eylül eyl septembrie",
	"october oct octobre okt oktober octubre ott ottobre out outubro lokakuu lokakuuta październik października paź říjen října окт октябрь октября οκτ οκτώβριος οκτωβρίου október ekim eki octombrie",
	"november nov novembre noviembre novembro marraskuu marraskuuta listopad listopada lis listopadu ноя нояб ноябрь ноября νοε νοέ νοέμβριος νοεμβρίου kasım kas noiembrie noi",
	"december dec déc décembre dez dezember dic diciembre dicembre dezembro desember des joulukuu joulukuuta grudzień grudnia gru prosinec prosince дек декабрь декабря δεκ δεκέμβριος δεκεμβρίου aralık ara decembrie",
)

func byName(lists ...string) map[string]time.Month {
	out := map[string]time.Month{}
	for i, list := range lists {
		for _, name := range strings.Fields(list) {
			out[name] = time.Month(i + 1)
		}
	}
	return out
}
