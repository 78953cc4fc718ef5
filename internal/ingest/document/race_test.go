//go:build race

package document

// slack is by how much more the race detector lets a document allocate: it
// throws away what regexp pools.
const slack = 6
