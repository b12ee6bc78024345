package model

import (
	"context"
	"fmt"
	"net/http"
)

// routes is every page the model has.
func (s *Server) routes() map[string]page {
	pages := map[string]page{
		"/passport/signin":     {method: http.MethodPost, anonymous: true, serve: s.signIn},
		"/passport/signout":    {method: http.MethodPost, anonymous: true, serve: s.signOut},
		"/token/create":        {method: http.MethodPost, permission: "token:add", serve: s.createToken},
		"/token/check":         {method: http.MethodPost, serve: s.checkToken},
		"/token/list":          {method: http.MethodPost, permission: "token:view", serve: s.listTokens},
		"/token/toggle":        {method: http.MethodPost, permission: "token:add", serve: s.toggleToken},
		"/token/delete":        {method: http.MethodDelete, permission: "token:delete", serve: s.deleteToken},
		"/user/post":           {method: http.MethodPost, permission: "user:add", serve: s.addUser},
		"/user/delete":         {method: http.MethodDelete, permission: "user:delete", serve: s.deleteUser},
		"/user/list":           {method: http.MethodPost, permission: "user:view", serve: s.listUsers},
		"/user/password":       {method: http.MethodPut, serve: s.changePassword},
		"/user/password/reset": {method: http.MethodPut, permission: "user:reset", serve: s.resetPassword},
		"/member/post":         {method: http.MethodPost, permission: "member:add", serve: s.addMember},
		oldStart:               {method: http.MethodPost, permission: "app:start", serve: s.scoped(s.startOldStyle)},
		"/flink/app/cancel":    {method: http.MethodPost, permission: "app:cancel", serve: s.scoped(s.cancel)},
		"/flink/app/list":      {method: http.MethodPost, permission: "app:view", serve: s.listApplications},
		"/flink/app/dashboard": {method: http.MethodPost, serve: s.dashboard},
	}
	if s.design.UsersOpenToMembers {
		pages["/user/list"] = page{method: http.MethodPost, permission: "app:view", serve: s.listUsers}
	}
	if s.design.OpenAPI {
		pages[newStart] = page{method: http.MethodPost, permission: "app:start", serve: s.scoped(s.startOpenAPI)}
		pages[openAPI+"app/cancel"] = page{method: http.MethodPost, permission: "app:cancel", serve: s.scoped(s.cancel)}
	}
	if s.design.FillsTeamIn {
		pages["/user/initTeam"] = page{method: http.MethodPost, anonymous: true, serve: s.chooseTeam}
	}
	for _, copied := range s.design.CopyCurl {
		pages[copied.Address] = page{method: http.MethodPost, serve: s.copyCurl}
	}
	return pages
}

// scoped lets only those through who may act on the application of the form.
func (s *Server) scoped(serve func(context.Context, *call) answer) func(context.Context, *call) answer {
	return func(ctx context.Context, c *call) answer {
		if bad := s.scope(ctx, c); bad != nil {
			return *bad
		}
		return serve(ctx, c)
	}
}

// listApplications is a page of which the model knows little more than who may
// see it.
func (s *Server) listApplications(ctx context.Context, _ *call) answer {
	all, err := s.store.Applications(ctx)
	if err != nil {
		return internal(err.Error())
	}
	records := []any{}
	for _, a := range all {
		records = append(records, fields{"id": fmt.Sprint(a.ID), "teamId": fmt.Sprint(a.Team), "jobName": a.Name, "state": a.State})
	}
	return ok(pageOf(records))
}

// dashboard is a page of an installation on which nothing runs: the model counts
// nothing.
func (s *Server) dashboard(context.Context, *call) answer {
	tasks := fields{}
	for _, state := range []string{"canceled", "canceling", "created", "deploying", "failed", "finished", "reconciling", "running", "scheduled", "total"} {
		tasks[state] = 0
	}
	return ok(fields{"availableSlot": 0, "jmMemory": 0, "runningJob": 0, "task": tasks, "tmMemory": 0, "totalSlot": 0, "totalTM": 0})
}
