package evidence

// Build is a build of somebody's own: it has the entry that the catalogue has of
// the release it is like, and the known issues that were expected of it.
type Build struct {
	Name  string `json:"name"`
	Image string `json:"image"`
	Like  string `json:"like"`
	// Expect are the known issues it was expected to show.
	Expect []string `json:"expect,omitempty"`
	// NamedOnly counts the scenarios that were not played on it, because they
	// are written for the release it is like by its name.
	NamedOnly int `json:"named_only,omitempty"`
}
