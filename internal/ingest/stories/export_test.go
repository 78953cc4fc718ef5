package stories

// NewWith makes a Grouper with one constant of the formula changed.
func NewWith(constant string, value float32) *Grouper {
	g := New(Options{})
	f := &g.formula
	*map[string]*float32{
		"prior": &f.prior, "priorCommon": &f.priorCommon, "priorItems": &f.priorItems, "burst": &f.burst,
		"loose": &f.loose, "noun": &f.noun, "share": &f.share, "evidence": &f.evidence,
		"telling": &f.telling, "behind": &f.behind, "grown": &f.grown,
	}[constant] = value
	return g
}
