package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"example.com/pickwick/internal/curation"
)

// Outcome is what became of a fetch that failed, in two or three words.
type Outcome string

// The outcomes.
const (
	BadAddress       Outcome = "bad address"
	PrivateAddress   Outcome = "private address"
	DeadHost         Outcome = "dead host"
	Refused          Outcome = "connection refused"
	Timeout          Outcome = "timeout"
	Insecure         Outcome = "bad certificate"
	TooManyRedirects Outcome = "too many redirects"
	TooLarge         Outcome = "too large"
	NotFound         Outcome = "not found"
	Gone             Outcome = "gone"
	Forbidden        Outcome = "forbidden"
	RateLimited      Outcome = "rate limited"
	ServerFault      Outcome = "server fault"
	BadAnswer        Outcome = "bad answer"
	ProxyFault       Outcome = "proxy fault"
)

// sentences tell marketing what is wrong and what to do; %s is the host.
var sentences = map[Outcome]string{
	BadAddress:       "this is no web address that can be fetched: it must begin with http:// or https:// and name a host%.0s",
	PrivateAddress:   "%s leads to a private address or an unusual port, which Pickwick does not visit; an intranet needs poll.allow_private_networks",
	DeadHost:         "the host %s can't be found: check the spelling",
	Refused:          "%s can't be reached: its server may be down",
	Timeout:          "%s takes too long to answer",
	Insecure:         "the certificate of %s is not valid, so the connection is not safe: its owner has to renew it",
	TooManyRedirects: "%s sends us from address to address without an end: open it in a browser and copy the address that you arrive at",
	TooLarge:         "the document of %s is larger than allowed: look for a shorter feed on the site",
	NotFound:         "%s has nothing at this address: look for the feed's new address on the site",
	Gone:             "%s says that this is gone for good",
	Forbidden:        "%s does not let us in: the feed may need a password, or block readers like ours",
	RateLimited:      "%s asks us to come back later",
	ServerFault:      "the server of %s has a fault",
	BadAnswer:        "%s gives an answer that can't be understood: open the address in a browser to see what it is",
	ProxyFault:       "the proxy that Pickwick is told to use can't be used: check poll.proxy, and whether the proxy is running%.0s",
}

// Error is a fetch that failed.
type Error struct {
	Outcome    Outcome
	Host       string        // may be empty
	Status     int           // HTTP status; 0 when there was none
	RetryAfter time.Duration // what the server asked for, 0 to 24 h
	Err        error         // the cause, for logs; may be nil
}

// Error says in plain words what is wrong and what to do. It names the host
// alone, never the address, which may hold a password.
func (e *Error) Error() string {
	text := fmt.Sprintf(sentences[e.Outcome], e.Host)
	if e.Status != 0 {
		text += fmt.Sprintf(" (HTTP status %d)", e.Status)
	}
	return text
}

// Unwrap is an error of the kind that the outcome has, around the cause.
func (e *Error) Unwrap() error {
	kind := curation.Unavailable
	switch e.Outcome {
	case BadAddress, PrivateAddress, TooLarge:
		kind = curation.Invalid
	case NotFound, Gone:
		kind = curation.NotFound
	default:
	}
	return &curation.Error{Kind: kind, Message: e.Error(), Err: e.Err}
}

func fault(o Outcome, u *url.URL, err error) *Error {
	return &Error{Outcome: o, Host: u.Hostname(), Err: err}
}

// refusal is the error that a status stands for.
func refusal(res *http.Response, u *url.URL) *Error {
	e := fault(BadAnswer, u, nil)
	e.Status = res.StatusCode
	e.RetryAfter = retryAfter(res.Header.Get("Retry-After"), time.Now())
	switch s := res.StatusCode; {
	case s == http.StatusNotFound:
		e.Outcome = NotFound
	case s == http.StatusGone:
		e.Outcome = Gone
	case s == http.StatusUnauthorized, s == http.StatusForbidden, s == http.StatusPaymentRequired,
		s == http.StatusUnavailableForLegalReasons:
		e.Outcome = Forbidden
	case s == http.StatusProxyAuthRequired:
		e.Outcome = ProxyFault
	case s == http.StatusTooManyRequests:
		e.Outcome = RateLimited
	case s == http.StatusRequestTimeout:
		e.Outcome = Timeout
	case s >= 500:
		e.Outcome = ServerFault
	}
	return e
}

func classify(err error) Outcome {
	var (
		dns       *net.DNSError
		timeout   net.Error
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		invalid   x509.CertificateInvalidError
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		op        *net.OpError
	)
	switch {
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedPort),
		errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrInvalidHostPort):
		return PrivateAddress
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return Timeout
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return ProxyFault
	case errors.As(err, &dns):
		return DeadHost
	case errors.As(err, &verify), errors.As(err, &authority), errors.As(err, &hostname),
		errors.As(err, &invalid), errors.As(err, &record), errors.As(err, &alert):
		return Insecure
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET), errors.As(err, &op):
		return Refused
	}
	return BadAnswer
}
