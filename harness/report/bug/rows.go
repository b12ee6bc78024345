package bug

import (
	"fmt"
	"strings"

	"streampark-regress/harness/evidence"
	"streampark-regress/harness/report/words"
)

// rows tells what the token's row held at first, and what changed.
func rows(b *strings.Builder, all []evidence.Row) {
	byID := map[int64][]evidence.Row{}
	var ids []int64
	for _, r := range all {
		if byID[r.ID] == nil {
			ids = append(ids, r.ID)
		}
		byID[r.ID] = append(byID[r.ID], r)
	}
	for _, id := range ids {
		row(b, byID[id])
	}
}

// row tells the looks at one row.
func row(b *strings.Builder, read []evidence.Row) {
	first, last := read[0], read[len(read)-1]
	fmt.Fprintf(b, "Row %d of %s was read %s", first.ID, first.Table, words.Times(len(read)))
	switch {
	case last.Missing:
		b.WriteString("; at the end it was gone. At first:\n\n")
	case len(read) == 1:
		b.WriteString(":\n\n")
	case last.Digest == first.Digest:
		b.WriteString(" and was byte for byte the same at the end:\n\n")
	default:
		b.WriteString(" and changed. At first:\n\n")
	}
	snapshot(b, first)
	if !last.Missing && last.Digest != first.Digest {
		b.WriteString("At the end:\n\n")
		snapshot(b, last)
	}
}

func snapshot(b *strings.Builder, r evidence.Row) {
	b.WriteString("```\n")
	for i, column := range r.Snapshot.Columns {
		fmt.Fprintf(b, "%-12s %s\n", column, r.Snapshot.Values[i])
	}
	b.WriteString("```\n\n")
}
