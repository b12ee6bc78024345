package main

import (
	"fmt"
	"io/fs"

	"github.com/spf13/pflag"

	"streampark-regress/features"
	"streampark-regress/suite"
)

// ownFeatures is the flag for feature files of one's own.
const ownFeatures = "features"

// addFeaturesTo declares it.
func (o *options) addFeaturesTo(f *pflag.FlagSet) {
	f.StringVar(&o.features, ownFeatures, "", "a folder with feature files of your own, to use instead of the built-in ones; regress steps lists what they can say")
}

// readFeatures reads the scenarios there are to choose from: the built-in ones, or
// those of a folder of one's own. The error is the user's.
func (o *options) readFeatures() ([]suite.Scenario, fs.FS, error) {
	if o.features == "" {
		all, err := suite.Load(features.Files)
		return all, features.Files, err
	}
	all, files, err := suite.LoadOwn(o.features)
	if err != nil {
		return nil, nil, fmt.Errorf("--%s: %w", ownFeatures, err)
	}
	return all, files, nil
}
