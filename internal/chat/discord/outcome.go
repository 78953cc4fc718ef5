package discord

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"unicode"

	"example.com/pickwick/internal/delivery"
)

// stage is what a call was for: it decides what a doubtful answer leaves open.
type stage int

const (
	opening stage = iota // a conversation: no message can have been sent
	writing              // the message
	reading              // history or the application: nothing is changed
)

// Codes of Discord's JSON errors that mean something of their own to us, from
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
const (
	codeUnknownChannel = 10003
	codeUnknownMessage = 10008
	codeUnknownUser    = 10013
	codeSlowmode       = 20016
	codeChannelRate    = 20028
	codeServerRate     = 20029
	codeUnverified     = 40002
	codeOpeningTooFast = 40003
	codeSendingOff     = 40004
	codeResourceRate   = 40062
	codeBlockedAgent   = 40333
	codeMissingAccess  = 50001
	codeEmptyMessage   = 50006
	codeCannotSend     = 50007
	codeNoPermission   = 50013
	codeBadRecipient   = 50033
	codeInvalidForm    = 50035
	codeNoMutualServer = 50278
	codeOverloaded     = 130000
)

// byCode is what a code means wherever it comes.
func byCode(code int) (o delivery.Outcome, reason string, ok bool) {
	switch code {
	case codeCannotSend:
		return delivery.Refused, "Discord does not let the bot write to this rep: ask them to allow direct messages from the server's members and to unblock the bot, then resume them", true
	case codeNoMutualServer:
		return delivery.Refused, "this rep is in no server together with the bot: invite them to one where the bot is, then resume them", true
	case codeBadRecipient, codeUnknownUser:
		return delivery.Refused, "Discord knows nobody with this rep's user id: correct the id after discord: in their chat address, then resume them", true
	case codeUnknownChannel:
		return delivery.Refused, "Discord no longer has the conversation with this rep: ask them whether their account still exists, then resume them", true
	case codeMissingAccess, codeNoPermission:
		return delivery.Refused, "the bot may not write in the conversation with this rep: ask them to write to the bot once, then resume them", true
	case codeUnknownMessage:
		return delivery.Rejected, "this pick was sent before and has been deleted since; it is not sent again", true
	case codeInvalidForm, codeEmptyMessage:
		return delivery.Rejected, "Discord does not take this message in the form in which Pickwick made it; please report it with the log", true
	case codeUnverified:
		return delivery.Halted, "Discord wants the bot's account to be verified: see its page in the developer portal", true
	case codeBlockedAgent:
		return delivery.Halted, "Discord's network refuses requests from here: check chat.discord.api_url and any proxy", true
	case codeOpeningTooFast:
		return delivery.Later, "Discord asks to open conversations more slowly", true
	case codeSendingOff, codeOverloaded, codeResourceRate, codeSlowmode, codeChannelRate, codeServerRate:
		return delivery.Later, "Discord is busy and takes no message now", true
	}
	return 0, "", false
}

// byStatus is what a status means when the code says nothing.
func byStatus(status int, hasCode bool) (delivery.Outcome, string) {
	switch {
	case status == 401:
		return delivery.Halted, "Discord refuses the token: set PICKWICK_DISCORD_TOKEN to the bot's current one"
	case status == 429:
		return delivery.Later, "Discord asks to send more slowly"
	case status == 400, status == 413:
		return delivery.Rejected, "Discord does not take this message in the form in which Pickwick made it; please report it with the log"
	case status == 408, status >= 500:
		return delivery.Unsure, "Discord had a fault and did not say whether it took the message"
	case status >= 400 && hasCode:
		return delivery.Refused, "Discord refuses messages to this rep: the log has its words; put it right, then resume them"
	default:
		return delivery.Halted, fmt.Sprintf("something other than Discord seems to answer, with status %d: check chat.discord.api_url and any proxy", status)
	}
}

// failed says what a reply means for the pick. Its texts hold no secret.
func (c *Chat) failed(at stage, r reply) *delivery.SendError {
	e := &delivery.SendError{Err: c.cause(r)}
	var h *held
	switch {
	case errors.As(r.err, &h):
		e.Outcome, e.Wait = delivery.Later, h.wait
		e.Reason = "Discord asks to send more slowly"
		if h.halted != "" {
			e.Outcome, e.Reason = delivery.Halted, h.halted
		} else if h.cause != nil {
			e.Reason = "sending was stopped before the message went out"
		}
	case r.status == 0 && neverSent(r.err):
		e.Outcome, e.Reason = delivery.Later, "Discord can't be reached: check the network and chat.discord.api_url"
	case r.status < 300:
		e.Outcome, e.Reason = delivery.Unsure, "Discord did not say whether it took the message"
	case r.status == 401 || r.status == 429:
		e.Outcome, e.Reason = byStatus(r.status, r.code != 0)
		e.Wait = r.wait
	default:
		var ok bool
		if e.Outcome, e.Reason, ok = byCode(r.code); !ok {
			e.Outcome, e.Reason = byStatus(r.status, r.code != 0)
		}
		e.Wait = r.wait
	}
	if at != writing && e.Outcome == delivery.Unsure {
		e.Outcome, e.Reason = delivery.Later, "Discord did not answer properly; no message was sent"
	}
	if at == opening && e.Outcome == delivery.Rejected {
		e.Outcome, e.Reason, _ = byCode(codeBadRecipient)
	}
	return e
}

// neverSent reports whether a call failed before a request could be written.
func neverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	return errors.As(err, &op) && op.Op == "dial" || errors.As(err, &dns) || errors.As(err, &cert)
}

// cause is for the log: the status, and what Discord said to it.
func (c *Chat) cause(r reply) error {
	if r.status == 0 || r.status == 200 {
		return &redacted{text: c.redact(fmt.Sprint(r.err)), err: r.err}
	}
	text := fmt.Sprintf("status %d", r.status)
	if r.code != 0 {
		text += fmt.Sprintf(", code %d", r.code)
	}
	if r.message != "" {
		text += fmt.Sprintf(": %.200q", r.message)
	}
	return errors.New(c.redact(text))
}

// redact keeps the token out of whatever others said, and breaks no line.
func (c *Chat) redact(s string) string {
	s = strings.ReplaceAll(s, c.token, "[token]")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// redacted shows a clean text and is still the error that it was, for errors.Is.
type redacted struct {
	text string
	err  error
}

func (e *redacted) Error() string        { return e.text }
func (e *redacted) Is(target error) bool { return errors.Is(e.err, target) }
