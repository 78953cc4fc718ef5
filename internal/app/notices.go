package app

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"

	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/ingest"
)

// tellAgain is how long to wait after a notice that could not be sent.
const tellAgain = 15 * time.Minute

// tell is tellMarketing for serve, whose work goes on though nobody can be told now.
func (a *App) tell(ctx context.Context) {
	if a.opts.Now().Before(a.quietUntil) {
		return
	}
	if err := a.tellMarketing(ctx); err != nil {
		a.quietUntil = a.opts.Now().Add(tellAgain)
		a.log.Error("marketing could not be told of feeds that need a look; it is tried again", "error", err)
	}
}

// tellMarketing tells those who keep the lists of each feed that has come to
// need a look, once: in the chat that marketing.tell names, and in the log. It
// never goes to reps. What can't be told now is told after the next poll.
func (a *App) tellMarketing(ctx context.Context) error {
	feeds, err := a.Feeds(ctx)
	if err != nil {
		return err
	}
	states, err := a.states(ctx)
	if err != nil {
		return err
	}
	if ingest.Offline(slices.Collect(maps.Values(states))) {
		a.log.Warn("no feed could be reached: look at the network of this machine")
		return nil
	}
	var points []delivery.Point
	var changed []curation.FeedState
	for _, k := range a.health(feeds, states) {
		tell := string(ingest.Telling(k.Health, a.opts.Now()))
		if k.state.Told == tell || k.state.LastPoll.IsZero() || k.Rep != "" ||
			tell == "" && k.Condition != ingest.Well { // what was told may come back, and is not told again
			continue
		}
		k.state.Told = tell
		changed = append(changed, k.state)
		if tell != "" {
			points = append(points, pointOf(k.FeedHealth))
		}
	}
	if len(changed) == 0 {
		return nil
	}
	if err := a.notify(ctx, points); err != nil {
		return err
	}
	for _, s := range changed {
		if err := a.store.SaveFeedState(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// pointOf says what is wrong with a feed: "CFO Weekly has been failing since
// 12 November: …".
func pointOf(h FeedHealth) delivery.Point {
	what := h.Title
	if what == "" {
		what = h.Feed
	} else {
		what += " (" + h.Feed + ")"
	}
	if h.Since != nil {
		return delivery.Point{What: fmt.Sprintf("%s: %s since %s: %s", what, h.Condition, h.Since.Format("2 January"), h.Trouble), Advice: h.Advice}
	}
	return delivery.Point{What: fmt.Sprintf("%s: %s: %s", what, h.Condition, h.Trouble), Advice: h.Advice}
}

// notify sends marketing one notice with all the points. Nobody to send it to
// leaves it to the log.
func (a *App) notify(ctx context.Context, points []delivery.Point) error {
	if len(points) == 0 {
		return nil
	}
	chat := a.chats[a.cfg.Tell.Chat]
	if chat == nil {
		for _, p := range points {
			a.log.Warn("a feed needs a look", "what", p.What, "advice", p.Advice)
		}
		return nil
	}
	heading := strconv.Itoa(len(points)) + " feeds need a look"
	if len(points) == 1 {
		heading = "1 feed needs a look"
	}
	if _, err := chat.Send(ctx, a.cfg.Tell, delivery.RenderNotice(noticeID(points), heading, points)); err != nil {
		return fmt.Errorf("tell marketing: %w", err)
	}
	a.log.Info("marketing was told of feeds that need a look", "feeds", len(points))
	return nil
}

// noticeID names a notice after what it says, so that one that is sent again
// after a crash is the same to the chat.
func noticeID(points []delivery.Point) string {
	h := fnv.New64a()
	for _, p := range points {
		_, _ = io.WriteString(h, p.What+"\n") // a hash takes everything
	}
	return "feeds-" + strconv.FormatUint(h.Sum64(), 36)
}
