package settings

import (
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"streampark-regress/harness/release"
)

// ParseOverlay reads settings that a person wrote as "key: value" lines.
func ParseOverlay(text string) ([]release.Setting, error) {
	root, err := mapping([]byte(text))
	if err != nil {
		return nil, err
	}
	var all []release.Setting
	var walk func(prefix string, m []*ast.MappingValueNode) error
	walk = func(prefix string, m []*ast.MappingValueNode) error {
		for _, v := range m {
			key := prefix + v.Key.GetToken().Value
			if inner, ok := v.Value.(*ast.MappingNode); ok {
				if err := walk(key+".", inner.Values); err != nil {
					return err
				}
				continue
			}
			var value any
			if err := yaml.NodeToValue(v.Value, &value); err != nil {
				return fmt.Errorf("read %s: %w", key, err)
			}
			all = append(all, release.Setting{Key: key, Value: fmt.Sprint(value)})
		}
		return nil
	}
	return all, walk("", root)
}
