package model

import "streampark-regress/harness/release"

// topologies are defects that show where there is more than one server, or another
// one in the place of the first. Most would be an improvement; a release that has it
// is news all the same, for the catalogue says otherwise.
func topologies() []Defect {
	shared := func(d *Design) { d.breakage.sharedMemory = true }
	return []Defect{
		{"replicas-share-sessions", "every replica knows the web sessions of all", "", seated, shared},
		{"replicas-share-key", "every replica has the same key file", "", release.Release.UsesKeyFile, shared},
		{"key-outlives-container", "the key file is still there when its container was replaced", "", release.Release.UsesKeyFile,
			func(d *Design) { d.breakage.keyStays = true }},
	}
}
