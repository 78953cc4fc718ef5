package discord

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
)

// maxBody is the request size limit of the messages page, in bytes.
const maxBody = 25 << 20

// agent is the shape that the reference page asks of a User-Agent.
var agent = regexp.MustCompile(`^DiscordBot \(https?://[^\s,]+, [^\s)]+\)`)

// route is one endpoint.
type route struct {
	method  string
	path    *regexp.Regexp // after /api/vN; its groups are the arguments
	spec    string         // the path in the OpenAPI document
	call    Call
	handler func(*Server, *incoming) answer
}

var routes = []route{
	{"POST", regexp.MustCompile(`^/users/@me/channels$`), "/users/@me/channels", OpenDM, (*Server).openDM},
	{"POST", regexp.MustCompile(`^/channels/(\d+)/messages$`), "/channels/{channel_id}/messages", CreateMessage, (*Server).createMessage},
	{"GET", regexp.MustCompile(`^/channels/(\d+)/messages$`), "/channels/{channel_id}/messages", ListMessages, (*Server).listMessages},
	{"PATCH", regexp.MustCompile(`^/channels/(\d+)/messages/(\d+)$`), "/channels/{channel_id}/messages/{message_id}", EditMessage, (*Server).editMessage},
	{"GET", regexp.MustCompile(`^/users/@me$`), "/users/@me", Me, (*Server).me},
	{"GET", regexp.MustCompile(`^/gateway$`), "/gateway", Gateway, (*Server).gateway},
	{"GET", regexp.MustCompile(`^/gateway/bot$`), "/gateway/bot", Gateway, (*Server).gatewayBot},
	{"GET", regexp.MustCompile(`^/applications/@me$`), "/applications/@me", Application, (*Server).application},
	{"GET", regexp.MustCompile(`^/oauth2/applications/@me$`), "/oauth2/applications/@me", Application, (*Server).application},
}

// incoming is a request on its way through a handler.
type incoming struct {
	*http.Request
	route route
	args  []string
	body  []byte
	entry Request
}

// answer is what a handler says.
type answer struct {
	status int
	header map[string]string
	body   any    // encoded as JSON, unless
	raw    []byte // is set
	odd    bool   // wrong on purpose
}

func failure(status, code int, message string) answer {
	return answer{status: status, raw: []byte(errorBody(code, message))}
}

// ServeHTTP answers one call.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in := &incoming{Request: r}
	in.entry = Request{At: s.opts.Now(), Method: r.Method, Path: r.URL.RequestURI()}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return // the client went away
	}
	in.body = body
	s.mu.Lock()
	index := len(s.requests)
	a, fault, faulty := s.answer(in)
	s.requests = append(s.requests, in.entry)
	s.notify()
	s.mu.Unlock()
	if faulty {
		var ok bool
		if a, ok = fault.play(w, r); !ok {
			return
		}
	}
	status, raw := s.finish(in, index, a)
	header := w.Header()
	header.Set("Content-Type", "application/json")
	for k, v := range a.header {
		header.Set(k, v)
	}
	w.WriteHeader(status)
	_, _ = w.Write(raw)
}

// answer decides on a request: by the rules for all requests, a scripted fault,
// the rate limits, and its handler. The caller holds mu.
func (s *Server) answer(in *incoming) (a answer, f Fault, faulty bool) {
	if a, ok := s.find(in); !ok {
		return a, Fault{}, false
	}
	in.entry.Call = in.route.call
	if len(in.args) > 0 {
		in.entry.Channel = in.args[0]
		if ch, ok := s.channels[in.args[0]]; ok {
			in.entry.User = ch.user
		}
	}
	if a, ok := s.admit(in); !ok {
		return a, Fault{}, false
	}
	f, faulty = s.take(in.route.call)
	if b, ok := s.blocked[in.entry.User]; ok && !faulty && in.route.call == CreateMessage {
		f, faulty = b, true
	}
	if faulty && !f.After {
		return answer{}, f, true
	}
	headers, a, limited := s.limit(in.Method + " " + in.route.spec + " " + in.entry.Channel)
	if limited {
		return a, Fault{}, false
	}
	a = in.route.handler(s, in)
	if a.header == nil {
		a.header = headers
	}
	return a, f, faulty
}

// find matches the path. The caller holds mu.
func (s *Server) find(in *incoming) (answer, bool) {
	path, ok := strings.CutPrefix(in.URL.Path, "/api/v9")
	if !ok {
		path, ok = strings.CutPrefix(in.URL.Path, "/api/v10")
	}
	for _, rt := range routes {
		if m := rt.path.FindStringSubmatch(path); ok && m != nil && rt.method == in.Method {
			in.route, in.args = rt, m[1:]
			return answer{}, true
		}
	}
	s.violate("%s %s: the fake knows no such endpoint", in.Method, in.URL.Path)
	return failure(http.StatusNotFound, 0, "404: Not Found"), false
}

// admit checks what every request must have. The caller holds mu.
func (s *Server) admit(in *incoming) (answer, bool) {
	if ua := in.Header.Get("User-Agent"); !agent.MatchString(ua) {
		s.violate("%s: User-Agent is %q, not DiscordBot (URL, VERSION)", in.entry.Call, ua)
		return failure(http.StatusForbidden, codeBlockedAgent, "internal network error"), false
	}
	if in.Header.Get("Authorization") != "Bot "+s.opts.Token {
		f := BadToken()
		return answer{status: f.Status, raw: []byte(f.Body)}, false
	}
	if len(in.body) > maxBody {
		s.violate("%s: the body has more than %d bytes", in.entry.Call, maxBody)
		return failure(http.StatusRequestEntityTooLarge, 40005, "Request entity too large"), false
	}
	if in.Method == http.MethodGet {
		return answer{}, true
	}
	if ct := in.Header.Get("Content-Type"); ct != "application/json" {
		s.violate("%s: Content-Type is %q", in.entry.Call, ct)
		return failure(http.StatusBadRequest, codeInvalidForm, `Expected "Content-Type" header to be one of {'application/json'}.`), false
	}
	if !json.Valid(in.body) {
		s.violate("%s: the body is not JSON", in.entry.Call)
		return failure(http.StatusBadRequest, codeBadJSON, "The request body contains invalid JSON."), false
	}
	if ps := s.spec.request(in.route, in.body); len(ps) > 0 {
		return s.invalid(in, ps), false
	}
	return answer{}, true
}

// invalid records problems and answers as Discord does. The caller holds mu.
func (s *Server) invalid(in *incoming, ps []problem) answer {
	for _, p := range ps {
		s.violate("%s: %s: %s (%s)", in.entry.Call, p.path, p.message, p.code)
	}
	return answer{status: http.StatusBadRequest, raw: []byte(formError(ps))}
}

// finish encodes an answer, checks it against the document, and notes the
// status in the log.
func (s *Server) finish(in *incoming, index int, a answer) (int, []byte) {
	raw := a.raw
	if raw == nil {
		raw, _ = json.Marshal(a.body) // of maps and structs of this package alone
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[index].Status = a.status
	if t := a.header["Content-Type"]; !a.odd && (t == "" || t == "application/json") {
		for _, p := range s.spec.response(in.route, a.status, raw) {
			s.violate("the fake's own answer %d to %s: %s: %s", a.status, in.route.call, p.path, p.message)
		}
	}
	s.notify()
	return a.status, raw
}
