package shipped

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"streampark-regress/harness/release"
)

// config reads the keys of the configuration that is shipped: config.yaml, or
// application.yml before 2.1.4.
func (f Facts) config(home Files) error {
	read := 0
	for _, name := range []string{"conf/config.yaml", "conf/application.yml", "conf/application-mysql.yml", "conf/application-pgsql.yml"} {
		text, has := home[name]
		if !has {
			continue
		}
		var all map[string]any
		if err := yaml.Unmarshal(text, &all); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		read++
		prefix := ""
		if strings.Contains(name, "-") {
			prefix = strings.TrimPrefix(name, "conf/") + " "
		}
		f.flatten(prefix, "", all)
	}
	if read == 0 {
		return errors.New("there is neither conf/config.yaml nor conf/application.yml: it does not look like an installation of StreamPark")
	}
	return nil
}

func (f Facts) flatten(prefix, key string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for name, below := range v {
			f.flatten(prefix, strings.TrimPrefix(key+"."+name, "."), below)
		}
	case []any:
		var all []string
		for _, one := range v {
			all = append(all, fmt.Sprint(one))
		}
		f.add(release.ChangedConfig, prefix+key, strings.Join(all, ", "))
	case nil:
		f.add(release.ChangedConfig, prefix+key, "")
	default:
		f.add(release.ChangedConfig, prefix+key, fmt.Sprint(v))
	}
}
