// Package storetest is the suite that every database of Pickwick passes: each
// method of each port, each change of state that is allowed and each that is
// refused, what happens when several do it at once, and that nothing that was
// confirmed is lost.
package storetest

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/pickwick/internal/actions"
	"example.com/pickwick/internal/curation"
	"example.com/pickwick/internal/delivery"
	"example.com/pickwick/internal/ingest"
	"example.com/pickwick/internal/planning"
	"example.com/pickwick/internal/store"
)

// Store is all that Pickwick asks of a database.
type Store interface {
	ingest.Store
	planning.Store
	delivery.Outbox
	actions.Store

	StoredItems(ctx context.Context, since time.Time) iter.Seq2[curation.Item, error]
	Prune(ctx context.Context, now time.Time, keep time.Duration) (int, error)
	Item(ctx context.Context, id string) (curation.Item, error)
	StoryItems(ctx context.Context, storyID string) ([]curation.Item, error)
	Expire(ctx context.Context, before time.Time) (int, error)
	Counts(ctx context.Context) (store.Counts, error)
	Ping(ctx context.Context) error
	Lock(ctx context.Context, name string) (unlock func(), err error)
	TryLock(ctx context.Context, name string) (unlock func(), err error)
	Close() error
}

// Fresh makes an empty database and returns a function that opens it, as
// often as it is called. What it opens is closed by whoever called.
type Fresh func(t testing.TB) (open func() Store)

// Run checks a database.
func Run(t *testing.T, fresh Fresh) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, fresh Fresh)
	}{
		{"SavedPollsComeBack", savedPollsComeBack},
		{"SavingPollsTwiceIsHarmless", savingPollsTwiceIsHarmless},
		{"AKnownItemKeepsItsStory", aKnownItemKeepsItsStory},
		{"DatesNeverMoveForward", datesNeverMoveForward},
		{"UndatedItemsGetTheirFirstSeen", undatedItemsGetTheirFirstSeen},
		{"KeysBindWithinTheirTime", keysBindWithinTheirTime},
		{"TheFirstKeyThatBindsDecides", theFirstKeyThatBindsDecides},
		{"NewItemsAreCountedByPoll", newItemsAreCountedByPoll},
		{"ItemsComeInOrder", itemsComeInOrder},
		{"FeedsRememberTheirLastNews", feedsRememberTheirLastNews},
		{"MemoriesComeBack", memoriesComeBack},
		{"NoMemoryLeavesTheMemory", noMemoryLeavesTheMemory},
		{"AllThatIsKnownOfAFeedComesBack", allThatIsKnownOfAFeedComesBack},
		{"AFeedNeverPolledHasNoState", aFeedNeverPolledHasNoState},
		{"APollIsSavedWhole", aPollIsSavedWhole},
		{"NearItemsJoinTheStory", nearItemsJoinTheStory},
		{"NearItemsJoinAcrossPolls", nearItemsJoinAcrossPolls},
		{"HeldItemsWaitForRelease", heldItemsWaitForRelease},
		{"RecentItemsComeOldestFirst", recentItemsComeOldestFirst},
		{"AStreamSeesOneMoment", aStreamSeesOneMoment},
		{"AStreamCanEndEarly", aStreamCanEndEarly},
		{"AStreamSaysWhatStoppedIt", aStreamSaysWhatStoppedIt},
		{"PruningKeepsWhatIsNamed", pruningKeepsWhatIsNamed},
		{"PruningTakesManySteps", pruningTakesManySteps},
		{"RepsComeBack", repsComeBack},
		{"SavingRepsKeepsTheirState", savingRepsKeepsTheirState},
		{"RepsChangeState", repsChangeState},
		{"PicksComeBack", picksComeBack},
		{"SavingAQueueTwiceIsHarmless", savingAQueueTwiceIsHarmless},
		{"OnlyWhatWasNeverBegunIsReplaced", onlyWhatWasNeverBegunIsReplaced},
		{"AQueueDropsWhatItNoLongerHolds", aQueueDropsWhatItNoLongerHolds},
		{"ADroppedPickThatWasBegunIsAConflict", aDroppedPickThatWasBegunIsAConflict},
		{"ACorrectedItemReachesItsQueuedPick", aCorrectedItemReachesItsQueuedPick},
		{"QueuesAreChecked", queuesAreChecked},
		{"PicksKeepTheItemAsItWas", picksKeepTheItemAsItWas},
		{"PicksAreListedInOrder", picksAreListedInOrder},
		{"DueIsOldestFirst", dueIsOldestFirst},
		{"EveryChangeOfState", everyChangeOfState},
		{"WhatAChangeOfStateWrites", whatAChangeOfStateWrites},
		{"BeginIsRefusedUnlessTheRepIsActive", beginIsRefusedUnlessTheRepIsActive},
		{"EmptyDaysTakeNoAnswer", emptyDaysTakeNoAnswer},
		{"WhatIsNotThereIsNotFound", whatIsNotThereIsNotFound},
		{"ExactlyOneDelivers", exactlyOneDelivers},
		{"OneSlotHoldsOnePick", oneSlotHoldsOnePick},
		{"OneStoryThoughTwoSaveIt", oneStoryThoughTwoSaveIt},
		{"ManyPollersLoseNothing", manyPollersLoseNothing},
		{"LeavingBeatsPlanning", leavingBeatsPlanning},
		{"LocksExclude", locksExclude},
		{"LocksEndWithTheirContext", locksEndWithTheirContext},
		{"NothingLostWhenReopened", nothingLostWhenReopened},
		{"NaughtyStringsComeBack", naughtyStringsComeBack},
		{"LongTextsAreNoKeys", longTextsAreNoKeys},
		{"CountsCount", countsCount},
		{"ACancelledCallChangesNothing", aCancelledCallChangesNothing},
		{"RandomPollsAreSavedOnce", randomPollsAreSavedOnce},
		{"RandomChangesAgreeWithTheModel", randomChangesAgreeWithTheModel},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, fresh) })
	}
}

// opened opens an empty database for one test.
func opened(t testing.TB, fresh Fresh) Store {
	t.Helper()
	return opens(t, fresh(t))
}

// opens opens a database and closes it when the test ends.
func opens(t testing.TB, open func() Store) Store {
	t.Helper()
	s := open()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return s
}

// day is an instant at noon of a day of November 2026, in UTC.
func day(n int) time.Time { return time.Date(2026, time.November, n, 12, 0, 0, 0, time.UTC) }

// failer is a test, or a run of a property.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// must fails the test on an error.
func must(t failer, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// get is the result of a call that may not fail.
func get[T any](v T, err error) func(t failer) T {
	return func(t failer) T {
		t.Helper()
		must(t, err)
		return v
	}
}

// wantKind fails the test unless err is of a kind and says something.
func wantKind(t testing.TB, what string, err error, kind curation.Kind) {
	t.Helper()
	var e *curation.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Message == "" {
		t.Errorf("%s: got error %v, want one of kind %d", what, err, kind)
	}
}

// same fails the test unless got and want are equal; an empty list is as good as none.
func same[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%s: got +, want -:\n%s", what, diff)
	}
}
