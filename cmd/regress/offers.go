package main

import (
	"slices"

	"streampark-regress/harness/database"
	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
	"streampark-regress/harness/results"
	"streampark-regress/suite"
)

func offerReleases(o *options) []string {
	c, err := o.readReleases()
	if err != nil {
		return nil
	}
	return c.Versions()
}

func offerDatabases(*options) []string {
	var all []string
	for _, p := range []database.Product{database.PostgreSQL, database.MySQL, database.MariaDB, database.H2} {
		all = append(all, string(p)+"\t"+p.Title())
	}
	return all
}

// offerIssues offers the known issues, each once.
func offerIssues(o *options) []string {
	c, err := o.readReleases()
	if err != nil {
		return nil
	}
	var all []string
	for _, r := range c.Releases {
		for _, k := range r.KnownIssues {
			if word := k.ID + "\t" + k.Title; !slices.Contains(all, word) {
				all = append(all, word)
			}
		}
	}
	slices.Sort(all)
	return all
}

func offerDefects(*options) []string {
	var all []string
	for _, d := range model.Defects() {
		all = append(all, d.Name+"\t"+d.Is)
	}
	return all
}

// offerReleaseDefects offers the defects that each release can have.
func offerReleaseDefects(o *options) []string {
	c, err := o.readReleases()
	if err != nil {
		return nil
	}
	var all []string
	for _, r := range c.Releases {
		for _, d := range model.Defects() {
			if fits(r, d) {
				all = append(all, r.Version+"="+d.Name+"\t"+d.Is)
			}
		}
	}
	return all
}

// fits reports whether the model of a release can have a defect.
func fits(r release.Release, d model.Defect) bool {
	design, err := model.DesignOf(r)
	if err != nil {
		return false
	}
	_, err = design.With(d.Name)
	return err == nil
}

func offerTags(o *options) []string {
	var all []string
	for _, s := range o.offered() {
		all = append(all, s.Tags...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// offerScenarios offers files, and the scenarios in them.
func offerScenarios(o *options) []string {
	var all []string
	for _, s := range o.offered() {
		if word := s.File + "\t" + s.Feature; !slices.Contains(all, word) {
			all = append(all, word)
		}
		all = append(all, s.At()+"\t"+s.Name)
	}
	return all
}

// offered are the scenarios there are to choose from.
func (o *options) offered() []suite.Scenario {
	all, _, err := o.readFeatures()
	if err != nil {
		return nil
	}
	return all
}

// offerRuns offers earlier runs, the last one first.
func offerRuns(o *options) []string {
	runs, _, err := results.Folder(o.out).List()
	if err != nil || len(runs) == 0 {
		return nil
	}
	all := []string{results.Latest + "\tthe last run"}
	for _, r := range slices.Backward(runs) {
		all = append(all, r.ID+"\t"+string(r.Result.Verdict)+" on "+r.Result.Run.Target)
	}
	return all
}

// offerRerun offers earlier runs where one is to be run again.
func offerRerun(o *options) []string {
	if o.rerun == "" {
		return nil
	}
	return offerRuns(o)
}

// offerFolders offers the folders of earlier runs.
func offerFolders(o *options) []string {
	all := offerRuns(o)
	for i, run := range all {
		all[i] = o.out + "/" + run
	}
	return all
}
