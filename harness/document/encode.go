package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// JSON writes a value as JSON under the keys that the decoder reads it from, in
// the order of its fields. What is zero and does not have to be there is left
// out, so that the decoder reads the same again.
func JSON(value any) ([]byte, error) {
	var out bytes.Buffer
	if err := encode(&out, reflect.ValueOf(value)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func encode(out *bytes.Buffer, v reflect.Value) error {
	switch v.Kind() { //nolint:exhaustive // every other kind is a text or a number
	case reflect.Struct:
		return encodeObject(out, v)
	case reflect.Slice:
		return encodeAll(out, "[]", v.Len(), func(i int) error { return encode(out, v.Index(i)) })
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return bytes.Compare([]byte(a.String()), []byte(b.String())) })
		return encodeAll(out, "{}", len(keys), func(i int) error { return encodePair(out, keys[i].String(), v.MapIndex(keys[i])) })
	}
	return encodeText(out, v.Interface())
}

func encodeObject(out *bytes.Buffer, v reflect.Value) error {
	fields := slices.DeleteFunc(Fields(v.Type()), func(f Field) bool {
		return !f.Has(Required) && v.Field(f.Index).IsZero()
	})
	return encodeAll(out, "{}", len(fields), func(i int) error { return encodePair(out, fields[i].Key, v.Field(fields[i].Index)) })
}

func encodePair(out *bytes.Buffer, key string, v reflect.Value) error {
	if err := encodeText(out, key); err != nil {
		return err
	}
	out.WriteByte(':')
	return encode(out, v)
}

// encodeAll writes count items between two brackets.
func encodeAll(out *bytes.Buffer, brackets string, count int, item func(int) error) error {
	out.WriteByte(brackets[0])
	for i := range count {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := item(i); err != nil {
			return err
		}
	}
	out.WriteByte(brackets[1])
	return nil
}

func encodeText(out *bytes.Buffer, value any) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		return fmt.Errorf("write %v as JSON: %w", value, err)
	}
	out.Truncate(out.Len() - 1) // the end of the line
	return nil
}
