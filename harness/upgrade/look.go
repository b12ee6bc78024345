package upgrade

// Look names one thing that was looked at.
type Look string

// The looks, in order.
const (
	TokenBefore     Look = "token-before"
	DeveloperBefore Look = "developer-before"
	DisabledBefore  Look = "disabled-before"
	SignInBefore    Look = "sign-in-before"
	// RestoreBefore and SaveBefore are a start from the latest savepoint and a
	// cancel with one, with the fields of the release to begin with.
	RestoreBefore  Look = "restore-before"
	SaveBefore     Look = "save-before"
	OldToken       Look = "old-token"
	OldRow         Look = "old-row"
	DeveloperRow   Look = "developer-row"
	DisabledAfter  Look = "disabled-after"
	DisabledRow    Look = "disabled-row"
	SignInAfter    Look = "sign-in-after"
	SecondToken    Look = "second-token"
	OldAddress     Look = "old-address"
	NewAddress     Look = "new-address"
	DeveloperAfter Look = "developer-after"
	// RestoreOldNames and SaveOldNames are the same calls after the upgrade, at
	// the new address, and RestoreNewNames and SaveNewNames those with the fields
	// of the release to arrive at.
	RestoreOldNames Look = "restore-old-names"
	SaveOldNames    Look = "save-old-names"
	RestoreNewNames Look = "restore-new-names"
	SaveNewNames    Look = "save-new-names"
	// NewcomerAfter is the first sign-in of an administrator who was made before.
	NewcomerAfter Look = "newcomer-after"
	Back          Look = "back"
	BackRenewed   Look = "back-renewed"
)
