package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"time"

	"github.com/moby/moby/client"

	"streampark-regress/harness/docker"
)

// engine is the Docker engine, asked for what containers have used.
type engine struct{ client *client.Client }

// look is how often it is asked: what a container uses after the last look is not counted.
const look = 250 * time.Millisecond

// What the containers of a run are found by, and those that `regress up` leaves up.
const (
	runLabel  = docker.RunLabel + "="
	warmLabel = docker.WarmLabel
)

// connect finds the engine and the images. The error says what is missing.
func connect(ctx context.Context, i images) (*engine, error) {
	c, err := client.New(client.FromEnv)
	if err != nil {
		return nil, fmt.Errorf("not measured: no Docker: %w", err)
	}
	for _, image := range i.all() {
		if _, err := c.ImageInspect(ctx, image); err != nil {
			return &engine{c}, fmt.Errorf("not measured: image %s is not here: %w", image, err)
		}
	}
	return &engine{c}, nil
}

// processors are those of the engine, which may be a virtual machine; without one, of
// this machine.
func (e *engine) processors(ctx context.Context) int {
	if e != nil {
		if found, err := e.client.Info(ctx, client.InfoOptions{}); err == nil && found.Info.NCPU > 0 {
			return found.Info.NCPU
		}
	}
	return runtime.NumCPU()
}

// noneUp is the error of servers that are up already: they would be measured instead,
// and removed afterwards.
func (e *engine) noneUp(ctx context.Context) error {
	found, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", warmLabel)})
	if err != nil {
		return fmt.Errorf("look for servers that are up: %w", err)
	}
	if n := len(found.Items); n > 0 {
		return fmt.Errorf("not measured: %d containers of `regress up` are up; `bin/regress down` removes them", n)
	}
	return nil
}

// watch begins to add up the CPU seconds of the containers with a label, from now on.
// What it returns ends that and returns the sum.
func (e *engine) watch(ctx context.Context, label func() string) func() float64 {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan float64)
	seen := e.used(ctx, label())
	go func() {
		sum := 0.0
		add := func(ctx context.Context) {
			for id, used := range e.used(ctx, label()) {
				if used < seen[id] { // it was started again
					seen[id] = 0
				}
				sum += used - seen[id]
				seen[id] = used
			}
		}
		next := time.NewTicker(look)
		defer next.Stop()
		for {
			select {
			case <-ctx.Done():
				add(context.WithoutCancel(ctx)) // what is still there
				ended <- sum
				return
			case <-next.C:
				add(ctx)
			}
		}
	}()
	return func() float64 {
		cancel()
		return <-ended
	}
}

// used are the CPU seconds of the containers with a label since each was started.
func (e *engine) used(ctx context.Context, label string) map[string]float64 {
	all := map[string]float64{}
	if label == "" {
		return all
	}
	found, err := e.client.ContainerList(ctx, client.ContainerListOptions{Filters: client.Filters{}.Add("label", label)})
	if err != nil {
		return all // it is asked again
	}
	for _, c := range found.Items {
		stats, err := e.client.ContainerStats(ctx, c.ID, client.ContainerStatsOptions{})
		if err != nil {
			continue
		}
		var s struct {
			CPU struct {
				Usage struct {
					Total float64 `json:"total_usage"`
				} `json:"cpu_usage"`
			} `json:"cpu_stats"`
		}
		if json.NewDecoder(stats.Body).Decode(&s) == nil && s.CPU.Usage.Total > 0 {
			all[c.ID] = s.CPU.Usage.Total / 1e9
		}
		_ = stats.Body.Close()
	}
	return all
}
