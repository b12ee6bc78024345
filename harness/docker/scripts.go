package docker

import (
	"fmt"

	"streampark-regress/harness/database"
	"streampark-regress/harness/release"
)

// scripts are scripts of an installation, made to use the server's database and
// no other.
func (s *server) scripts(r release.Release, image string, names []string, files installation) ([]database.File, error) {
	var all []database.File
	for _, name := range names {
		text, ok := files[name]
		if !ok {
			return nil, fmt.Errorf("image %s has no %s", image, r.Path(name))
		}
		script := database.File{Name: name, Text: string(text)}
		if uses := r.Databases[string(s.spec.Product())].ScriptsUse; uses != "" {
			var err error
			if script, err = database.Retarget(script, uses, s.databaseName()); err != nil {
				return nil, err
			}
		}
		all = append(all, script)
	}
	return all, nil
}
