package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// images are those that everything is measured on.
type images struct {
	// servers maps a release to its image.
	servers  map[string]string
	database string
}

// usual are upstream's, and the PostgreSQL that regress would take itself.
func usual(env func(string) string) images {
	return images{map[string]string{before: "apache/streampark:" + before, after: "apache/streampark:" + after},
		cmp.Or(env("REGRESS_POSTGRES_IMAGE"), "postgres:15-alpine")}
}

// The two releases of issue 3933.
const (
	before = "2.1.4"
	after  = "2.1.5"
)

// set takes the value of -image.
func (i images) set(value string) error {
	version, ref, _ := strings.Cut(value, "=")
	if _, known := i.servers[version]; !known || ref == "" {
		return fmt.Errorf("write %s=REF or %s=REF", before, after)
	}
	i.servers[version] = ref
	return nil
}

// versions are the releases, the oldest first.
func (i images) versions() []string { return slices.Sorted(maps.Keys(i.servers)) }

// all are the images by their names.
func (i images) all() []string {
	var all []string
	for _, v := range i.versions() {
		all = append(all, i.servers[v])
	}
	return append(all, i.database)
}

// String is all of them in a sentence.
func (i images) String() string { return strings.Join(i.all(), ", ") }

// flags tell regress the images of the servers.
func (i images) flags() []string {
	var all []string
	for _, v := range i.versions() {
		all = append(all, "--image", v+"="+i.servers[v])
	}
	return all
}

// environment tells the scripts, and regress the image of the database.
func (i images) environment() []string {
	all := []string{"REGRESS_POSTGRES_IMAGE=" + i.database}
	for _, v := range i.versions() {
		all = append(all, "BENCH_IMAGE_"+strings.ReplaceAll(v, ".", "_")+"="+i.servers[v])
	}
	return all
}
