//go:build !race

package document

const slack = 1
