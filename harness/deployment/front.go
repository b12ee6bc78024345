package deployment

import "context"

// FrontKind says what stands between the callers of a deployment and its servers.
type FrontKind string

// The kinds.
const (
	// Direct: nothing does.
	Direct FrontKind = ""
	// RoundRobin has two servers on one database take turns.
	RoundRobin FrontKind = "a round robin with two replicas on one database"
	// DroppingProxy passes everything on but the header Authorization.
	DroppingProxy FrontKind = "a reverse proxy that drops Authorization"
	// ReplacingProxy passes everything on with an Authorization of its own.
	ReplacingProxy FrontKind = "a reverse proxy that sends its own Authorization"
	// AskingProxy passes on what carries the user and password of its own.
	AskingProxy FrontKind = "a reverse proxy that asks for a sign-in of its own"
)

// Proxies lists the kinds that are one server behind a reverse proxy.
func Proxies() []FrontKind { return []FrontKind{DroppingProxy, ReplacingProxy, AskingProxy} }

// Replicas is how many servers share the database.
func (k FrontKind) Replicas() int {
	if k == RoundRobin {
		return 2
	}
	return 1
}

// Fronted is a deployment whose callers do not meet its servers first.
type Fronted interface {
	Deployment
	// Behind are its servers, each of which can be called by itself, in the order
	// in which they take turns.
	Behind() []Deployment
	// Rewind gives the next turn to the first of them.
	Rewind()
}

// Behind are the servers of a deployment: itself, unless something stands in front.
func Behind(d Deployment) []Deployment {
	if f, fronted := d.(Fronted); fronted {
		return f.Behind()
	}
	return []Deployment{d}
}

// Replicable is a deployment that can have another server beside it.
type Replicable interface {
	Deployment
	// Replicate starts another server of the same release and settings on the same
	// database, with files of its own.
	Replicate(ctx context.Context, name string, report Report) (Deployment, error)
}
