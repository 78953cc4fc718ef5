// Package discover finds the feeds of a web site.
package discover
