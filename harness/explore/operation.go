package explore

import (
	"fmt"
	"math/rand/v2"

	"streampark-regress/harness/streampark"
)

// Kind is what an operation does.
type Kind int

// The kinds of operations.
const (
	Create Kind = iota
	Toggle
	Delete
	Lock
	Unlock
	ChangePassword
	ResetPassword
	Rename
	SignIn
	SignOut
	Restart
	MoveClock
	CallAPI
	CallSignIn
	Elsewhere
	AddSavepoint
	StartAPI
	StartSignIn
	CancelAPI
	CancelSignIn
)

// kinds is how many there are.
const kinds = int(CancelSignIn) + 1

func (k Kind) String() string {
	return [...]string{"create a token", "toggle a token", "delete a token", "lock the user", "unlock the user", "change the password",
		"reset the password", "rename the user", "sign in", "sign out", "restart", "move the clock", "call with an API token",
		"call with a sign-in token", "API token elsewhere", "add a savepoint", "start with an API token", "start with a sign-in token",
		"cancel with an API token", "cancel with a sign-in token"}[k]
}

// Operation is one step of a sequence. Which chooses among the tokens or
// sign-ins there are by then.
type Operation struct {
	Kind  Kind
	Which int
	// Address is which of the two start addresses, Form how the header is
	// spoilt, Minutes how far the clock moves.
	Address, Form, Minutes int
	// Fields is which fields about the job's state a start or cancel sends.
	Fields int
}

func (o Operation) String() string {
	switch o.Kind {
	case MoveClock:
		return fmt.Sprintf("move the clock by %d min", o.Minutes)
	case CallAPI:
		return fmt.Sprintf("call %s with API token #%d, %s", streampark.StartPaths()[o.Address], o.Which, forms()[o.Form].name)
	case CallSignIn:
		return fmt.Sprintf("call %s with sign-in #%d, %s", streampark.StartPaths()[o.Address], o.Which, cookies()[o.Form%2])
	case Elsewhere:
		return fmt.Sprintf("call %s with API token #%d", elsewhere()[o.Address], o.Which)
	case StartAPI, StartSignIn, CancelAPI, CancelSignIn:
		request := o.request()
		return fmt.Sprintf("%s #%d at %s, %s", o.Kind, o.Which, request.paths[o.Address], request.words(o))
	case Toggle, Delete, SignOut:
		return fmt.Sprintf("%s #%d", o.Kind, o.Which)
	case Create, Lock, Unlock, ChangePassword, ResetPassword, Rename, SignIn, Restart, AddSavepoint:
	}
	return o.Kind.String()
}

func elsewhere() []string { return []string{"/token/list", "/flink/app/list"} }
func cookies() []string   { return []string{"with its cookie", "without its cookie"} }

// moves are the steps of the clock in minutes: no sum of them is the session
// TTL of 120, at which the two sides could honestly differ by a second.
func moves() []int { return []int{7, 31, 63, 119, 301} }

// generate makes a random sequence of n operations. It begins with a token, because
// most operations do nothing without one.
func generate(r *rand.Rand, n, restarts int) []Operation {
	weights := [kinds]int{Create: 60, Toggle: 80, Delete: 40, Lock: 40, Unlock: 60, ChangePassword: 30, ResetPassword: 20, Rename: 20,
		SignIn: 60, SignOut: 40, Restart: restarts, MoveClock: 90, CallAPI: 320, CallSignIn: 120, Elsewhere: 40,
		AddSavepoint: 40, StartAPI: 120, StartSignIn: 50, CancelAPI: 90, CancelSignIn: 40}
	total := 0
	for _, w := range weights {
		total += w
	}
	all := []Operation{{Kind: Create}}
	for len(all) < n {
		pick := r.IntN(total)
		kind := Kind(0)
		for pick >= weights[kind] {
			pick -= weights[kind]
			kind++
		}
		all = append(all, Operation{Kind: kind, Which: r.IntN(4), Address: r.IntN(2), Form: r.IntN(len(forms())), Minutes: moves()[r.IntN(len(moves()))],
			Fields: r.IntN(100)})
	}
	return all
}
