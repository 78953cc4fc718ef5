package discord

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"
)

// maxNonce is the longest nonce that Discord takes, in characters:
// https://docs.discord.com/developers/resources/message#create-message
const maxNonce = 25

// nonce names a pick to Discord: always the same for the same pick, and never
// the same for two (125 bits of SHA-256).
func nonce(pickID string) string {
	sum := sha256.Sum256([]byte("pickwick/pick/" + pickID))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:maxNonce]
}

// marker is how a message is known again in the history. It has to be in the
// text: Discord returns a nonce to the request that brought it, not with the
// history, and link buttons carry no id of their own. So the pick's id ends the
// footer, where it is also what `pickwick answer` asks for.
func marker(pickID string) string { return "pick " + plain(pickID, 200) }

// hasMarker reports whether a footer ends with the marker of a pick.
func hasMarker(footer, pickID string) bool {
	m := marker(pickID)
	return footer == m || strings.HasSuffix(footer, separator+m)
}

// discordEpoch is the instant of snowflake 0, in Unix milliseconds:
// https://docs.discord.com/developers/reference#snowflakes
const discordEpoch = 1420070400000

// idBefore is the highest id of anything made before an instant, of which
// everything made at or after it comes "after".
func idBefore(t time.Time) string {
	return strconv.FormatInt(max((t.UnixMilli()-discordEpoch)<<22-1, 0), 10)
}
