package discord

import (
	"encoding/json"
	"net/http"
)

// openDM is POST /users/@me/channels: it returns the channel that there is, or
// a new one.
func (s *Server) openDM(in *incoming) answer {
	var body struct {
		Recipient string `json:"recipient_id"`
	}
	if err := json.Unmarshal(in.body, &body); err != nil {
		return s.invalid(in, []problem{{code: "UNREADABLE", message: err.Error()}})
	}
	if id, ok := snowflake(body.Recipient); !ok || id == 0 {
		return s.invalid(in, []problem{{"recipient_id", "NUMBER_TYPE_COERCE", "Value is not snowflake."}})
	}
	ch := s.open(body.Recipient)
	in.entry.Channel, in.entry.User = ch.id, ch.user
	return answer{status: http.StatusOK, body: map[string]any{
		"id": ch.id, "type": 1, "flags": 0, "last_message_id": nil,
		"recipients": []any{userObject(ch.user, "rep", false)},
	}}
}

// me is GET /users/@me.
func (s *Server) me(*incoming) answer {
	u := userObject(BotID, "pickwick", true)
	u["mfa_enabled"], u["locale"], u["verified"] = true, "en-US", true
	return answer{status: http.StatusOK, body: u}
}

// application is GET /applications/@me, under its two names.
func (s *Server) application(*incoming) answer {
	return answer{status: http.StatusOK, body: map[string]any{
		"id": ApplicationID, "name": "Pickwick", "icon": nil, "description": "", "type": nil,
		"verify_key": "00", "flags": 0, "flags_new": "0", "redirect_uris": []any{},
		"interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": userObject("500000000000000003", "owner", false), "team": nil,
		"approximate_guild_count": 1, "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0,
		"eligible_oauth2_scopes": []any{"bot", "applications.commands"},
	}}
}

// gateway is GET /gateway. Nothing answers there yet.
func (s *Server) gateway(in *incoming) answer {
	return answer{status: http.StatusOK, body: map[string]any{"url": "ws://" + in.Host + "/gateway"}}
}

// gatewayBot is GET /gateway/bot.
func (s *Server) gatewayBot(in *incoming) answer {
	return answer{status: http.StatusOK, body: map[string]any{
		"url": "ws://" + in.Host + "/gateway", "shards": 1,
		"session_start_limit": map[string]any{"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1},
	}}
}

func userObject(id, name string, bot bool) map[string]any {
	return map[string]any{
		"id": id, "username": name, "avatar": nil, "discriminator": "0", "public_flags": 0,
		"flags": 0, "global_name": nil, "primary_guild": nil, "bot": bot,
	}
}
