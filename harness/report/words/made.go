package words

import (
	"maps"
	"slices"
	"strings"

	"streampark-regress/harness/report/result"
)

// Made says by which program a run was made and of which images, each in a line;
// nothing of a log that does not say so.
func Made(r result.Result) []string {
	var all []string
	if r.Run.Regress != nil {
		all = append(all, "regress "+r.Run.Regress.String())
	}
	var images []string
	for _, name := range slices.Sorted(maps.Keys(r.Run.Images)) {
		images = append(images, name+" "+r.Run.Images[name])
	}
	if len(images) > 0 {
		all = append(all, "Images: "+strings.Join(images, ", "))
	}
	return all
}
