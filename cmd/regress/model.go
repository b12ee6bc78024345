package main

import (
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"streampark-regress/harness/model"
)

func newModel(s streams) *cobra.Command {
	o := &options{}
	var version, home, listen, defect string
	c := &cobra.Command{
		Use:    "model",
		Short:  "Serve the model of a release as its image does (what the model's image runs)",
		Hidden: true,
		// The release's own start command may follow; the model is started already.
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			design, err := o.design(version)
			if err == nil {
				design, err = design.With(defect)
			}
			if err != nil {
				return usage(err)
			}
			if err := model.Serve(c.Context(), design, home, listen, slog.New(slog.NewTextHandler(os.Stdout, nil))); err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&version, "release", "", "the release to stand in for")
	c.Flags().StringVar(&home, "home", "/streampark", "the folder with conf/config.yaml")
	c.Flags().StringVar(&listen, "listen", ":10000", "the address to listen on")
	c.Flags().StringVar(&defect, "defect", "", "a defect to have")
	c.Flags().StringVar(&o.catalogue, "releases-file", "", "another catalogue than the built-in releases.yaml")
	c.Flags().SetInterspersed(false)
	return c
}

// design is the model's design of a release of the catalogue.
func (o *options) design(version string) (model.Design, error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return model.Design{}, err
	}
	r, err := catalogue.Find(version)
	if err != nil {
		return model.Design{}, err
	}
	return model.DesignOf(r)
}
