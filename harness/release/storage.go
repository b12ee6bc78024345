package release

// Storage is how a release keeps its rows in a database of one product.
type Storage struct {
	// Settings of the configuration file make the server use it; {jdbc}, {user} and
	// {password} are filled in.
	Settings []Setting `yaml:"settings" rule:"nonempty"`
	// Environment are variables that do, besides the settings or instead of them.
	Environment []Setting `yaml:"environment" rule:"nonempty"`
	// Schema lists the scripts of a new database, in order; none where the
	// server makes it itself.
	Schema []string `yaml:"schema" rule:"nonempty"`
	// Upgrade is the folder of the upgrade scripts; empty for none.
	Upgrade string `yaml:"upgrade"`
	// ScriptsUse is the database that all of its scripts use, whichever is
	// selected when they are run: they have to be retargeted. Empty for none.
	ScriptsUse string `yaml:"scripts_use"`
	// DriverFolder is where a JDBC driver has to be put that the image does not
	// hold; empty where it holds one.
	DriverFolder string `yaml:"driver_folder"`
	// FirstTokenID is the id of the first row of t_access_token.
	FirstTokenID int64 `yaml:"first_token_id" rule:"required,positive"`
	// TeamUnset: the seeded administrator has chosen no team, and the first
	// sign-in does it for him.
	TeamUnset bool `yaml:"team_unset" rule:"required"`
	// Console is how rows are seen of a database that StreamPark brings itself.
	Console Console `yaml:"console"`
	// LostInRestart: a restart of the server loses every row.
	LostInRestart bool `yaml:"lost_in_restart"`
	// Teams is how many teams it is seeded with; 0 stands for one.
	Teams int `yaml:"teams" rule:"positive"`
	// PermissionError is what the database says where the server asks it for the
	// permissions of a user who is not an administrator; empty where it answers.
	PermissionError string `yaml:"permission_error"`
	// FailedStartsStay: the server cannot write that a submission failed, and its
	// application stays in the state of one that is being started.
	FailedStartsStay bool `yaml:"failed_starts_stay"`
}

// Console is H2's own web console, inside the server.
type Console struct {
	// Path is its address.
	Path string `yaml:"path" rule:"required,path"`
	// JDBC is the address of the database inside the server, User and Password
	// are those of the database.
	JDBC     string `yaml:"jdbc" rule:"required"`
	User     string `yaml:"user" rule:"required"`
	Password string `yaml:"password" rule:"required"`
	// SignedIn: only who has signed in to StreamPark is let at it.
	SignedIn bool `yaml:"signed_in" rule:"required"`
	// Environment opens a console that the release ships closed.
	Environment []Setting `yaml:"environment" rule:"nonempty"`
}

// HasConsole reports whether rows are seen through a console.
func (s Storage) HasConsole() bool { return s.Console.Path != "" }

// On is the catalogue as it is on one database: its releases are those that run
// on it, and know only the issues that are met on it.
func (c *Catalogue) On(database string) *Catalogue {
	on := *c
	on.Releases = nil
	for _, r := range c.Releases {
		if _, runs := r.Databases[database]; runs {
			on.Releases = append(on.Releases, r.on(database))
		}
	}
	return &on
}

// on is the release with the issues that are met on a database.
func (r Release) on(database string) Release {
	met := func(all []KnownIssue) []KnownIssue {
		var some []KnownIssue
		for _, k := range all {
			if k.Database == "" || k.Database == database {
				some = append(some, k)
			}
		}
		return some
	}
	r.KnownIssues, r.fixed, r.usual = met(r.KnownIssues), met(r.fixed), met(r.usual)
	return r
}
