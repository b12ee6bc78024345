package evidence

// Place is a release and the database it ran on, in words: "2.1.5 on MariaDB". Where
// nothing is said of the database it is the release.
func (s Scenario) Place() string { return s.On(s.Release) }

// On is a release in words on the scenario's database: an upgrade changes the
// release and not the database.
func (s Scenario) On(release string) string {
	if s.Database == "" {
		return release
	}
	return release + " on " + s.Database.Title()
}
