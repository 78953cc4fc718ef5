package document

// ToUTF8 decodes any text as Parse decodes a feed: by its byte order mark, its
// first bytes, the content type (may be empty), and its XML declaration. It
// never fails; bytes that fit nothing are read as windows-1252. The result is
// valid UTF-8 without a byte order mark.
func ToUTF8(text []byte, contentType string) []byte {
	decoded, _ := toUTF8(text, contentType)
	return decoded
}
