// Package discover finds the feeds of a web site: those that a page declares,
// those that it links to, and those that stand where such sites keep them.
//
// Each is fetched and read before it is named. A search makes at most twelve
// requests and looks only at a beginning of each page.
package discover
