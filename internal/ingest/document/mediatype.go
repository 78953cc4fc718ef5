package document

import (
	"net/url"
	"path"
	"strings"
)

// mediaTypes are the types of the files that feeds attach, by extension.
var mediaTypes = map[string]string{
	".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".aac": "audio/aac", ".ogg": "audio/ogg", ".oga": "audio/ogg",
	".opus": "audio/ogg", ".wav": "audio/wav", ".flac": "audio/flac", ".wma": "audio/x-ms-wma",
	".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".webm": "video/webm", ".mkv": "video/x-matroska",
	".avi": "video/x-msvideo", ".mpg": "video/mpeg", ".mpeg": "video/mpeg", ".ogv": "video/ogg", ".wmv": "video/x-ms-wmv",
	".pdf": "application/pdf", ".epub": "application/epub+zip",
	".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml",
}

// mediaType is the type of a file as its feed says, or, when that says
// nothing, as its address ends.
func mediaType(said, address string) string {
	said, _, _ = strings.Cut(strings.ToLower(plain(said, maxLabel)), ";")
	if said = strings.TrimSpace(said); said != "" && said != "application/octet-stream" && strings.Contains(said, "/") {
		return said
	}
	u, err := url.Parse(address)
	if err != nil {
		return said
	}
	if known := mediaTypes[strings.ToLower(path.Ext(u.Path))]; known != "" {
		return known
	}
	return said
}
