// Package stories finds, for each new item, an earlier one that tells the same
// thing in other words. It is incremental, and bounded in memory.
//
// Headlines are compared by the words that tell something, and each item with
// a whole story rather than with its nearest neighbour, so that stories do not
// run together in chains. docs/stories.md has the formula, the figures and
// what it does not do.
package stories
