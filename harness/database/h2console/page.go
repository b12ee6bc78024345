package h2console

import (
	"database/sql/driver"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// result is what came of one statement: rows, or how many were found to change.
type result struct {
	columns []string
	// values are the rows, a nil for a null.
	values  [][]*string
	updated int64
}

// output is the part of a page that holds results.
func output(page string) (string, bool) {
	_, from, found := strings.Cut(page, `<div id="output">`)
	if !found {
		return "", false
	}
	text, _, _ := strings.Cut(from, "\n</div>")
	return text, true
}

// failure is what a page says that went wrong; the second result is false for one
// on which nothing did.
func failure(page string) (string, bool) {
	_, after, found := strings.Cut(page, `<div class="error">`)
	if !found {
		return "", false
	}
	text, _, _ := strings.Cut(after, "</a>")
	if at := strings.LastIndex(text, ">"); at >= 0 && strings.HasPrefix(text, "<a") {
		_, text, _ = strings.Cut(text, `'none':'';">`)
	}
	return strings.Join(strings.Fields(plain(text)), " "), true
}

// isLost reports whether a page is that of a session that the console does not
// have, or whose connection is closed.
func isLost(page string) bool {
	wrong, failed := failure(page)
	_, answered := output(page)
	return page != "" && (failed && (wrong == "null" || strings.Contains(wrong, "[90007-")) || !failed && !answered)
}

// results reads the results of a page, in the order of the statements. Values
// cannot look like its own tags: the console escapes them.
func results(page string) ([]result, error) {
	text, found := output(page)
	if !found {
		return nil, errNoConsole
	}
	// What redraws the list of tables in a browser stands before some results.
	text = regexp.MustCompile(`<script[^>]*>[^<]*</script>`).ReplaceAllString(text, "")
	pattern := regexp.MustCompile(`(?s)<table class="resultSet"[^>]*>(.*?)</table>|<br />Update count: (\d+)<br />`)
	var all []result
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			read, err := table(m[1])
			if err != nil {
				return nil, err
			}
			all = append(all, read)
			continue
		}
		n, err := strconv.ParseInt(m[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read the H2 console's answer: %w", err)
		}
		all = append(all, result{updated: n})
	}
	return all, nil
}

// table reads the rows of a query.
func table(text string) (result, error) {
	var r result
	for i, line := range strings.Split(text, "<tr>")[1:] {
		if i == 0 {
			for _, cell := range cells(line, "th") {
				r.columns = append(r.columns, plain(cell))
			}
			continue
		}
		var row []*string
		for _, cell := range cells(line, "td") {
			row = append(row, value(cell))
		}
		if len(row) != len(r.columns) {
			return r, fmt.Errorf("read the H2 console's answer: a row of %d values below %d columns", len(row), len(r.columns))
		}
		r.values = append(r.values, row)
	}
	return r, nil
}

func cells(line, tag string) []string {
	var all []string
	for _, part := range strings.Split(line, "<"+tag+">")[1:] {
		cell, _, _ := strings.Cut(part, "</"+tag+">")
		all = append(all, cell)
	}
	return all
}

// value is that of a cell, nil for a null. The console puts a mark before texts
// that look like a null or like the beginning of one of its own commands.
func value(cell string) *string {
	if cell == "<i>null</i>" {
		return nil
	}
	text := plain(strings.TrimPrefix(cell, "<div style='display: none'>= </div>"))
	return &text
}

// plain is a text without the console's escapes: it writes a blank at the
// beginning of a line as one that does not break, and a line's end as a tag.
func plain(text string) string {
	text = strings.NewReplacer("<br />", "\n", "&nbsp;", " ").Replace(text)
	return html.UnescapeString(text)
}

// rows hands the rows of a result out.
type rows struct {
	result result
	next   int
}

func (r *rows) Columns() []string { return r.result.columns }
func (r *rows) Close() error      { return nil }

func (r *rows) Next(into []driver.Value) error {
	if r.next == len(r.result.values) {
		return io.EOF
	}
	for i, v := range r.result.values[r.next] {
		into[i] = nil
		if v != nil {
			into[i] = *v
		}
	}
	r.next++
	return nil
}
