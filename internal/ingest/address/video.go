package address

import (
	"net/url"
	"strings"
)

// oneVideo gives the canonical addresses of one YouTube video one form:
// https://youtube.com/watch?v=ID. Lists, channels and all else stay as they are.
func oneVideo(canonical string) string {
	if !strings.HasPrefix(canonical, "https://youtu") {
		return canonical
	}
	u, err := url.Parse(canonical)
	if err != nil {
		return canonical
	}
	id := ""
	kind, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	switch u.Host {
	case "youtu.be":
		if id = kind; rest != "" {
			return canonical
		}
	case "youtube.com", "youtube-nocookie.com":
		switch kind {
		case "shorts", "embed", "live", "v":
			id = rest
		case "watch":
			id = u.Query().Get("v")
		}
	}
	if !isVideoID(id) {
		return canonical
	}
	return "https://youtube.com/watch?v=" + id
}

// isVideoID reports what may be the ID of a video: so far all have 11
// characters. A player of lists says "videoseries" in its place, one of a
// channel's broadcast "live_stream".
func isVideoID(s string) bool {
	return len(s) >= 6 && len(s) <= 20 && all(s, inValue) && strings.IndexByte(s, '.') < 0 && s != "videoseries" && s != "live_stream"
}
