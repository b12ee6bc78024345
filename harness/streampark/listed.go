package streampark

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// ListedUser is a user as the page of users shows it.
type ListedUser struct {
	ID   int64
	Name string
}

// ListedToken is an API token as the token page shows it.
type ListedToken struct {
	ID, UserID  int64
	Description string
}

// ListedApplication is an application as its team's page shows it.
type ListedApplication struct {
	ID   int64
	Name string
}

// number is an id as StreamPark writes it: a number, or one in quotes.
type number int64

// UnmarshalJSON reads either form; null is zero.
func (n *number) UnmarshalJSON(text []byte) error {
	plain := strings.Trim(string(text), `"`)
	if plain == "null" || plain == "" {
		return nil
	}
	read, err := strconv.ParseInt(plain, 10, 64)
	*n = number(read)
	return err
}

// record is what is read of an entry of any list.
type record struct {
	ID          number `json:"id"`
	UserID      number `json:"userId"`
	UserName    string `json:"username"`
	JobName     string `json:"jobName"`
	Description string `json:"description"`
}

// Users lists all users; only administrators may.
func (s *Session) Users(ctx context.Context) ([]ListedUser, error) {
	all, err := s.records(ctx, ListUsersCall(), func(r record) int64 { return int64(r.UserID) })
	var listed []ListedUser
	for _, r := range all {
		listed = append(listed, ListedUser{int64(r.UserID), r.UserName})
	}
	return listed, err
}

// Tokens lists all API tokens; only administrators may.
func (s *Session) Tokens(ctx context.Context) ([]ListedToken, error) {
	all, err := s.records(ctx, ListTokensCall(), func(r record) int64 { return int64(r.ID) })
	var listed []ListedToken
	for _, r := range all {
		listed = append(listed, ListedToken{int64(r.ID), int64(r.UserID), r.Description})
	}
	return listed, err
}

// Applications lists the applications of the default team.
func (s *Session) Applications(ctx context.Context) ([]ListedApplication, error) {
	all, err := s.records(ctx, ListApplicationsCall(), func(r record) int64 { return int64(r.ID) })
	var listed []ListedApplication
	for _, r := range all {
		listed = append(listed, ListedApplication{int64(r.ID), r.JobName})
	}
	return listed, err
}

// FindUser finds a user by name; false when there is none.
func (s *Session) FindUser(ctx context.Context, name string) (ListedUser, bool, error) {
	all, err := s.Users(ctx)
	if err != nil {
		return ListedUser{}, false, err
	}
	for _, u := range all {
		if u.Name == name {
			return u, true, nil
		}
	}
	return ListedUser{}, false, nil
}

// DeleteUser deletes a user with its memberships; its tokens stay.
func (s *Session) DeleteUser(ctx context.Context, id int64) error {
	return s.must(ctx, DeleteUserCall(id))
}

// ChooseDefaultTeam chooses the default team for a user who has chosen none. A
// release that does so by itself says no, which is not an error.
func (s *Session) ChooseDefaultTeam(ctx context.Context, userID int64) error {
	a, err := s.Do(ctx, ChooseTeamCall(userID, defaultTeam))
	if err == nil {
		err = a.signedOut()
	}
	if err != nil {
		return fmt.Errorf("choose the default team for the user %d: %w", userID, err)
	}
	return nil
}

// pageSize is how many entries of a list are asked for at once.
const pageSize = 100

// records reads all pages of a list.
func (s *Session) records(ctx context.Context, call Call, id func(record) int64) ([]record, error) {
	var all []record
	known := map[int64]bool{}
	for page := 1; ; page++ {
		a, err := s.Do(ctx, call.With("pageNum", strconv.Itoa(page)).With("pageSize", strconv.Itoa(pageSize)))
		if err == nil {
			err = a.signedOut()
		}
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", call.Path, err)
		}
		var data struct {
			Records []record `json:"records"`
		}
		r, err := a.reply()
		if err == nil {
			err = json.Unmarshal(r.Data, &data)
		}
		if err != nil { // the answer may hold tokens, so it is not shown
			return nil, fmt.Errorf("list %s: HTTP %d is no list of StreamPark's", call.Path, a.Status)
		}
		fresh := 0
		for _, r := range data.Records {
			if !known[id(r)] {
				known[id(r)] = true
				all, fresh = append(all, r), fresh+1
			}
		}
		if fresh == 0 || len(data.Records) < pageSize {
			return all, nil
		}
	}
}
