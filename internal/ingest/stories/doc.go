// Package stories finds, for each new item, an earlier one that tells the same
// thing in other words. It is incremental, and bounded in memory.
package stories
