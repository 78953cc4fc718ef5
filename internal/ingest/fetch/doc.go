// Package fetch is the only way in which Pickwick reads an address that
// somebody else wrote: feeds, and whatever later reads pages or pictures.
//
// It connects to public addresses alone, checked at the moment of connecting,
// so that neither a redirect nor a name that changes its mind leads inside. It
// is polite to each host, keeps no cookies, sends a password to the host that
// it was written for and to no other, and gives up in time on whatever is slow,
// endless or swollen.
package fetch
