// Package address compares and cleans the addresses that feeds give: one page
// has one canonical address, and a link is absolute and of the web or nothing.
package address
