package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheLanguagesThatFeedsDeclareAreFound reads the real feeds of the
// measuring data whose items say what language they are in, and detects it as
// if they didn't.
func TestTheLanguagesThatFeedsDeclareAreFound(t *testing.T) {
	folder, docs := readIndex(t)
	right, answered, all := 0, 0, 0
	for _, d := range docs {
		if !d.inScope() || d.kind != "real" {
			continue
		}
		body, err := os.ReadFile(filepath.Join(folder, d.file))
		if err != nil {
			t.Fatal(err)
		}
		feed, err := Parse(body, Meta{URL: "https://feeds.example.com/feed", Now: now})
		if err != nil || feed.Language == "" {
			continue
		}
		for _, e := range feed.Items {
			all++
			got := detectLanguage(e.Title, e.Summary, e.Text)
			if got == "" {
				continue
			}
			if answered++; got == sameLanguage(e.Language) {
				right++
			} else {
				t.Logf("%s: %q, but declared %q: %.80q", d.file, got, e.Language, e.Title+" "+e.Summary)
			}
		}
	}
	t.Logf("%d of %d items get an answer (%.1f %%), %d of them the declared one (%.1f %%)",
		answered, all, 100*float64(answered)/float64(all), right, 100*float64(right)/float64(answered))
	if answered < 500 || right*100 < answered*98 {
		t.Error("fewer than 98 in a hundred answers are the declared language")
	}
}

// sameLanguage folds the two ways of writing Norwegian.
func sameLanguage(tag string) string {
	if tag == "nb" || tag == "nn" {
		return "no"
	}
	return tag
}

func TestTheLanguageOfATextIsDetected(t *testing.T) {
	for text, want := range map[string]string{
		"The treasury team has moved its forecast to a model that everyone in the company can read":             "en",
		"Die Abteilung hat ihre Planung auf ein Modell umgestellt, das auch im Werk verstanden wird":            "de",
		"La trésorerie de l'entreprise est suivie chaque semaine par les équipes avec un outil qui ne ment pas": "fr",
		"La empresa ha cambiado su forma de planificar y ahora todos los equipos trabajan con el mismo modelo":  "es",
		"La società ha cambiato il modo di pianificare e ora tutti lavorano con lo stesso modello della sede":   "it",
		"A empresa mudou a forma de planejar e agora todos trabalham com o mesmo modelo que foi feito em casa":  "pt",
		"Het bedrijf heeft de planning aangepast en nu werkt iedereen met een model dat ook voor de fabriek is": "nl",
		"Företaget har ändrat sin planering och nu är det en modell som alla kan använda i fabriken också":      "sv",
		"Yritys on muuttanut suunnittelua ja nyt kaikki ovat sitä mieltä että se oli myös hyvä päätös":          "fi",
		"Firma zmieniła sposób planowania i teraz wszyscy pracują na tym samym modelu, który jest w fabryce":    "pl",
		"A vállalat és a gyár most egy közös modell szerint tervez, hogy ne legyen két szám az asztalon":        "hu",
		"Şirket planlama biçimini değiştirdi ve bu model ile artık herkes daha iyi bir tahmin için çalışıyor":   "tr",
		"Компания изменила планирование, и теперь все работают с одной моделью, которую мы сделали для завода":  "ru",
		"Компанія змінила планування, і тепер усі працюють з однією моделлю, яку зробили для заводу":            "uk",
		"Η εταιρεία άλλαξε τον τρόπο που σχεδιάζει":                                                             "el",
		"会社は計画の立て方を変えました。今ではみんなが同じモデルを使っています。":                                                                  "ja",
		"公司改变了计划方式，现在所有人都使用同一个模型来工作":                                                                            "zh",
		"회사는 계획 방식을 바꾸었고 이제 모두가 같은 모델을 씁니다":                                                                     "ko",
		"החברה שינתה את אופן התכנון וכולם עובדים כעת":                                                           "he",
		"غيرت الشركة طريقة التخطيط التي كانت تعتمد على الجداول في كل مكان من المصنع إلى المكتب":                 "ar",
		"شرکت روش برنامه\u200cریزی خود را تغییر داد و اکنون همه با یک مدل کار می\u200cکنند":                     "fa",
		"कंपनी ने योजना का तरीका बदल दिया है और अब सभी एक ही मॉडल के साथ काम करते हैं":                          "hi",
		"บริษัทเปลี่ยนวิธีการวางแผน":                                                                            "th",

		"":                         "",
		"SAP, Oracle, Workday":     "",
		"Q3 2026 results":          "",
		"La Liga: Real Madrid 3:1": "",
		"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed ut enim ad minim veniam quis": "",
		"Компанија је променила начин планирања и сада сви раде са истим моделом за фабрику":        "",
		"!!! ??? 12345": "",
	} {
		if got := detectLanguage(text); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
	if languageOrder[placeholder] != "la" || languageOrder[firstNonLatin] != "ru" {
		t.Error("the places in languageOrder are no longer right")
	}
}

func BenchmarkDetectLanguage(b *testing.B) {
	title, text := "Was Treasurer über Liquidität wissen", strings.Repeat("Die Abteilung hat ihre Planung auf ein Modell umgestellt, das auch im Werk verstanden wird. ", 40)
	b.ReportAllocs()
	for b.Loop() {
		if detectLanguage(title, text) != "de" {
			b.Fatal("not detected")
		}
	}
}
