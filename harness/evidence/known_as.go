package evidence

// KnownAs is what a scenario counts as that meets a known issue exactly.
type KnownAs string

// KnownFails is for a scenario that counts as unexpected.
const KnownFails KnownAs = "fail"
