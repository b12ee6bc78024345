package h2console

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// interpolate writes the parameters of a statement into it: the console takes no
// others. Each ? is one, also in a literal, as everywhere in package database.
func interpolate(statement string, args []driver.NamedValue) (string, error) {
	if len(args) == 0 {
		return statement, nil
	}
	parts := strings.Split(statement, "?")
	if len(parts)-1 != len(args) {
		return "", fmt.Errorf("h2console: %d parameters for %d places", len(args), len(parts)-1)
	}
	var b strings.Builder
	for i, part := range parts {
		b.WriteString(part)
		if i == len(args) {
			break
		}
		text, err := literal(args[i].Value)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// literal writes a value as H2 reads it. In texts nothing but the quote has a
// meaning of its own.
func literal(v driver.Value) (string, error) {
	switch v := v.(type) {
	case nil:
		return "null", nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	case []byte:
		return quoted(string(v)), nil
	case string:
		return quoted(v), nil
	case time.Time:
		return "timestamp " + quoted(v.Format("2006-01-02 15:04:05.999999999")), nil
	}
	return "", fmt.Errorf("h2console: a parameter of type %T", v)
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
