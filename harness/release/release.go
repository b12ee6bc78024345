package release

import (
	"path"
	"strings"
)

// Release is one StreamPark version and what is known of it.
type Release struct {
	Version string `yaml:"version" rule:"required,version"`
	// Like names an earlier entry. This one inherits everything from it that
	// it does not say itself, key by key, but for its version, images and
	// on_request. Lists are not merged: one that is said takes the place of
	// the other.
	Like string `yaml:"like" rule:"version"`
	// Images are the names to look for, best first. An entry that names none
	// has upstream's: apache/streampark:VERSION and apache/streampark:vVERSION.
	Images []string `yaml:"images" rule:"nonempty,unique,image"`
	// ImageNote says what has to be known of its images: under which name upstream
	// published one, or that none was ever seen.
	ImageNote string `yaml:"image_note"`
	// OnRequest releases are left out unless somebody names them.
	OnRequest bool `yaml:"on_request"`
	// Home is the installation's directory inside the image.
	Home string `yaml:"home" rule:"required,path"`
	// Port is where the server listens inside its container.
	Port int `yaml:"port" rule:"required,positive"`
	// Command starts the server; empty leaves it to the image.
	Command []string `yaml:"command"`
	JVM     JVM      `yaml:"jvm" rule:"required"`
	Files   Files    `yaml:"files" rule:"required"`
	Config  Config   `yaml:"config" rule:"required"`
	// Flink is the version that the stand-in for a Flink home says it is, the newest
	// the release submits to; empty for 1.18.1.
	Flink string `yaml:"flink" rule:"version"`
	// Databases are those it runs on, by their names among the catalogue's.
	Databases map[string]Storage `yaml:"databases" rule:"required,nonempty"`
	API       API                `yaml:"api" rule:"required"`
	Tokens    Tokens             `yaml:"tokens" rule:"required"`
	Users     Users              `yaml:"users" rule:"required"`
	// KnownIssues are bugs the release is known to have.
	KnownIssues []KnownIssue `yaml:"known_issues"`
	// Workarounds are what people do, as features/workarounds tried it.
	Workarounds []Workaround `yaml:"workarounds"`

	fixed []KnownIssue
	// build is set for a build of somebody's own, and usual are the issues that
	// the release it is like has or hides.
	build bool
	usual []KnownIssue
}

// JVM tells how to give options to the server's JVM.
type JVM struct {
	// Variable is the environment variable whose options take the place of
	// the shipped ones. Where the start script reads none it is _JAVA_OPTIONS, of
	// which the JVM itself takes what contradicts the shipped ones.
	Variable string `yaml:"variable" rule:"required"`
	// Fast are the options that were measured to start soonest.
	Fast string `yaml:"fast" rule:"required"`
	// FastOn9 are options that it needs besides on Java 9 and newer, where the
	// start script does not add them itself.
	FastOn9 string `yaml:"fast_on_9"`
	// Start is the command that FastOn are used with on Java 8, in place of the
	// image's own start, which may run other JVMs before the server's; empty leaves it
	// to the image.
	Start           []string `yaml:"start"`
	FastMemoryMB    int64    `yaml:"fast_memory_mb" rule:"required,positive"`
	ShippedMemoryMB int64    `yaml:"shipped_memory_mb" rule:"required,positive"`
}

// Files names what is taken out of the image, relative to the home.
type Files struct {
	Config string `yaml:"config" rule:"required"`
	// Key is the key file of a release that signs or seals with one, its
	// whole path.
	Key string `yaml:"key" rule:"path"`
	// OutrankedBy is a file of earlier releases that is read in place of Config
	// where it is still there: then the session TTL is DefaultTTL, whatever Config
	// says. Empty for none.
	OutrankedBy string `yaml:"outranked_by"`
	// Jar tells which release an image holds; {version} stands for its version.
	Jar string `yaml:"jar"`
}

// Setting is one key of config.yaml, its path joined by dots, and its value.
type Setting struct {
	Key   string `yaml:"key" rule:"required"`
	Value string `yaml:"value" rule:"required"`
}

// Config names the keys of config.yaml the harness sets.
type Config struct {
	SessionTTL SessionTTL `yaml:"session_ttl" rule:"required"`
}

// API tells where and how the web interface's API answers.
type API struct {
	// Start is where an API token starts an application.
	Start string `yaml:"start" rule:"required,path"`
	// StartOpenTo is the least role that gets past the rule of that page.
	StartOpenTo Role `yaml:"start_open_to" rule:"required"`
	// Open lists the pages that are open to API tokens.
	Open []string `yaml:"open" rule:"required,nonempty,unique,path"`
	// Closed tells which pages are closed to API tokens, and their answer.
	Closed Closed `yaml:"closed" rule:"required"`
	// Requests are the addresses that start or cancel an application, open to
	// API tokens or not, and the fields they read.
	Requests []Request `yaml:"requests" rule:"required,nonempty"`
	// MeasuredValues are the values of flags that the release was seen to read as
	// the fields say; how it reads others follows from those.
	MeasuredValues []string `yaml:"measured_values" rule:"unique"`
	// CopyCurl are the curl commands that the web page gives to be copied.
	CopyCurl []CopyCurl `yaml:"copy_curl"`
	// OtherPages are pages an API token is not for, and whether the release
	// leaves them open to it all the same.
	OtherPages []Page `yaml:"other_pages"`
	// SignInForm is what a sign-in is read as.
	SignInForm Form `yaml:"sign_in_form" rule:"required"`
	// SignInNeedsSession: a sign-in token is accepted only with the cookie
	// of its web session.
	SignInNeedsSession bool `yaml:"sign_in_needs_session" rule:"required"`
	// SignInDiesWithServer: a sign-in token carries when it was made, and one
	// made before the server's start is rejected.
	SignInDiesWithServer bool `yaml:"sign_in_dies_with_server" rule:"required"`
	// Fingerprint is the status and message of the answer to a sign-in that
	// names a user and a password and says nothing else; "code" and the code where
	// it has no message.
	Fingerprint string `yaml:"fingerprint" rule:"required,answer"`
	// CallsOpenSessions: every page opens a web session, also for nobody.
	CallsOpenSessions bool `yaml:"calls_open_sessions" rule:"required"`
	// ErrorsCarryTraces: "internal server error" is followed by the class and
	// the stack trace of the exception.
	ErrorsCarryTraces bool `yaml:"errors_carry_traces" rule:"required"`
	// RejectsUnopened: a text that cannot be opened is answered like a token that
	// was opened and rejected, with the two cookies.
	RejectsUnopened bool `yaml:"rejects_unopened"`
	// ForbidsInSilence: whoever lacks a permission is answered 403 with nothing
	// in it, and not with an error.
	ForbidsInSilence bool `yaml:"forbids_in_silence"`
	// MethodRefused begins what is said of a method that a page does not answer to,
	// empty where that is said as any other exception is.
	MethodRefused string `yaml:"method_refused"`
	// IgnoresFormTeam: nobody asks whether a caller belongs to the team of the form,
	// only whether it does to that of the application.
	IgnoresFormTeam bool `yaml:"ignores_form_team"`
	// StartsWhatIsStarting: the state of an application is no reason to refuse its
	// start.
	StartsWhatIsStarting bool `yaml:"starts_what_is_starting"`
	// StartsForAnyTeam: nobody asks whether a caller belongs to the application's
	// team.
	StartsForAnyTeam bool `yaml:"starts_for_any_team"`
}

// Closed tells which pages are closed to API tokens, and what they answer.
type Closed struct {
	// Below lists how the paths of closed pages begin. A page that is listed
	// as open is not closed.
	Below []string `yaml:"below" rule:"required,nonempty,unique,path"`
	// Exception is the class of what is thrown; empty where the answer is one
	// of StreamPark's own alerts.
	Exception string `yaml:"exception"`
	// Message is what the answer says; {path} stands for the page.
	Message string `yaml:"message" rule:"required"`
}

// Page is a page of the web interface's API.
type Page struct {
	Path string `yaml:"path" rule:"required,path"`
	Open bool   `yaml:"open" rule:"required"`
}

// Users tells what a release does with users.
type Users struct {
	// JoinDefaultTeam: a new user is a developer of the default team.
	JoinDefaultTeam bool `yaml:"join_default_team" rule:"required"`
	// ListOpenToMembers: whoever may see applications may see the list of users,
	// and ListTellsHashes: that tells the salts and hashes of their passwords.
	ListOpenToMembers bool `yaml:"list_open_to_members"`
	ListTellsHashes   bool `yaml:"list_tells_hashes"`
	// ResetTo is the password that a reset gives everybody; empty where StreamPark
	// makes one up and tells it.
	ResetTo string `yaml:"reset_to"`
	// Sortable: a user carries how a list of users is to be sorted.
	Sortable bool `yaml:"sortable"`
}

// Workaround is something people do against an issue, and whether it can be
// recommended on the release.
type Workaround struct {
	ID      string `yaml:"id" rule:"required,name"`
	What    string `yaml:"what" rule:"required"`
	Good    bool   `yaml:"good" rule:"required"`
	Because string `yaml:"because" rule:"required"`
}

// FastOn are the options that were measured to start soonest, for a version of
// Java; 0 for one that is not known.
func (j JVM) FastOn(java int) string {
	if java > 8 && j.FastOn9 != "" {
		return j.Fast + " " + j.FastOn9
	}
	return j.Fast
}

// StartOn is the command that was measured to start soonest, for a version of Java;
// empty where the image starts the server itself.
func (j JVM) StartOn(java int) []string {
	if java != 8 { // the image's script knows what others need
		return nil
	}
	return j.Start
}

// Path is a file of the installation inside the image.
func (r Release) Path(name string) string { return path.Join(r.Home, name) }

// Jar is the path, relative to Home, of the jar that only this release has.
// A build's own name is in no jar: it has that of the release it is like, or
// another that nobody knows before it was looked for.
func (r Release) Jar() string { return strings.ReplaceAll(r.Files.Jar, "{version}", r.Base()) }
