package evidence

// Detail names what was seen of a possible cause. Package words says each in a
// sentence.
type Detail string

// The details, by the cause they are about.
const (
	// Expired.
	ExpiryPassed Detail = "expiry-passed"
	ExpiryAhead  Detail = "expiry-ahead"
	NeverExpires Detail = "never-expires"
	NoExpiry     Detail = "no-expiry"
	// Signature.
	SignatureFits  Detail = "signature-fits"
	SignatureOther Detail = "signature-other"
	NoSigner       Detail = "no-signer"
	OtherRelease   Detail = "other-release"
	// UserMissing and UserLocked.
	UserThere   Detail = "user-there"
	UserAbsent  Detail = "user-absent"
	UserLocked  Detail = "user-locked"
	UserAllowed Detail = "user-allowed"
	// DuplicateRows, Deleted, Replaced and Disabled.
	RowsCounted Detail = "rows-counted"
	RowThere    Detail = "row-there"
	RowAbsent   Detail = "row-absent"
	RowHolds    Detail = "row-holds"
	RowOther    Detail = "row-other"
	RowEnabled  Detail = "row-enabled"
	RowDisabled Detail = "row-disabled"
	// NoToken, BearerPrefix and Malformed.
	NothingSent  Detail = "nothing-sent"
	BearerSent   Detail = "bearer-sent"
	NotAToken    Detail = "not-a-token"
	Damaged      Detail = "damaged"
	OpenJWT      Detail = "open-jwt"
	OtherType    Detail = "other-type"
	NotSealed    Detail = "not-sealed"
	NotThisKey   Detail = "not-this-key"
	CutOrForeign Detail = "cut-or-foreign"
	// WithoutSession and BeforeStart.
	NoCookie        Detail = "no-cookie"
	SessionGone     Detail = "session-gone"
	MadeAfterStart  Detail = "made-after-start"
	MadeBeforeStart Detail = "made-before-start"
	StartUnknown    Detail = "start-unknown"
	StartMustBe     Detail = "start-must-be"
	// Cipher.
	SharedSeal     Detail = "shared-seal"
	KeyFileSeal    Detail = "key-file-seal"
	LikeKeyFile    Detail = "like-key-file"
	KeyFileLost    Detail = "key-file-lost"
	SealNeverSame  Detail = "seal-never-same"
	SealComparable Detail = "seal-comparable"
	AcceptedBefore Detail = "accepted-before"
	// OtherReplica.
	SessionElsewhere Detail = "session-elsewhere"
	StartedLater     Detail = "started-later"
	KeyElsewhere     Detail = "key-elsewhere"
	SignedElsewhere  Detail = "signed-elsewhere"
	AnswersAlternate Detail = "answers-alternate"
	// Proxy.
	Challenged Detail = "challenged"
	HeaderLost Detail = "header-lost"
	// DatabaseLost.
	DatabaseWaited Detail = "database-waited"
	// Unknown.
	OtherAnswer   Detail = "other-answer"
	OpenedAnyway  Detail = "opened-anyway"
	KeyFileNeeded Detail = "key-file-needed"
	// InsideToken: it stands in the token, which nobody here can open.
	InsideToken    Detail = "inside-token"
	SomeUnseen     Detail = "some-unseen"
	NoneHolds      Detail = "none-holds"
	DatabaseUnseen Detail = "database-unseen"
)
