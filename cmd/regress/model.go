package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"streampark-regress/harness/model"
	"streampark-regress/harness/release"
)

func newModel(s streams) *cobra.Command {
	o := &options{}
	var version, config, listen, defect string
	c := &cobra.Command{
		Use:    "model",
		Short:  "Serve the model of a release as its image does (what the model's image runs)",
		Hidden: true,
		// The release's own start command may follow; the model is started already.
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r, design, err := o.design(version, defect)
			if err != nil {
				return usage(err)
			}
			if config == "" {
				config = r.Path(r.Files.Config)
			}
			if listen == "" {
				listen = fmt.Sprintf(":%d", r.Port)
			}
			if err := model.Serve(c.Context(), design, config, listen, s.out); err != nil {
				return inconclusive(err)
			}
			return nil
		},
	}
	c.Flags().StringVar(&version, "release", "", "the release to stand in for")
	c.Flags().StringVar(&config, "config", "", "the config.yaml to read (default: where the release has it)")
	c.Flags().StringVar(&listen, "listen", "", "the address to listen on (default: the release's port)")
	c.Flags().StringVar(&defect, "defect", "", "the defect to have")
	onCommandLineOnly(c.Flags(), "release", "config", "listen", "defect")
	o.addCatalogueTo(c.Flags())
	c.Flags().SetInterspersed(false)
	return c
}

// design is the model's design of a release of the catalogue, with a defect.
func (o *options) design(version, defect string) (release.Release, model.Design, error) {
	catalogue, err := o.readCatalogue()
	if err != nil {
		return release.Release{}, model.Design{}, err
	}
	r, err := catalogue.Find(version)
	if err != nil {
		return r, model.Design{}, err
	}
	design, err := model.DesignOf(r)
	if err == nil {
		design, err = design.With(defect)
	}
	return r, design, err
}
