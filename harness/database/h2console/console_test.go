package h2console_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/database/h2console"
)

// console answers as H2's does: what was measured of 2.1.214, and nothing else.
type console struct {
	*httptest.Server
	mu sync.Mutex
	// sessions counts those that were opened, and live is the last.
	sessions int
	live     string
	// asked are the statements, and said what they are answered.
	asked []string
	said  map[string]string
	// closed is set where only who sends this is let in.
	closed string
}

func serve(t *testing.T, said map[string]string) *console {
	t.Helper()
	c := &console{said: said}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

func (c *console) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	session := r.URL.Query().Get("jsessionid")
	switch {
	case c.closed != "" && r.Header.Get("Authorization") != c.closed:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/h2-console/":
		c.sessions++
		c.live = fmt.Sprintf("ab%d", c.sessions)
		fmt.Fprintf(w, "<script>\nlocation.href = 'login.jsp?jsessionid=%s';\n</script>", c.live)
	case r.URL.Path == "/h2-console/login.do" && r.FormValue("password") != "secret":
		fmt.Fprint(w, `<p class="error"><div class="error"><a class="error" href="#" onclick="var x=document.getElementById('st0').style;x.display=x.display==''?'none':'';">Wrong user name or password [28000-214]</a> 28000/28000</div></p>`)
	case r.URL.Path == "/h2-console/login.do":
		fmt.Fprintf(w, "<frame src=\"header.jsp?jsessionid=%s\" />", session)
	case r.URL.Path == "/h2-console/query.do":
		statement := r.FormValue("sql")
		c.asked = append(c.asked, statement)
		answer, known := c.said[statement]
		if !known {
			answer = `Update count: 0<br />(1 ms)<br />`
		}
		if session != c.live {
			answer = wrong("null")
		}
		fmt.Fprintf(w, "<body>\n<div id=\"output\">\n%s;<br />%s\n</div>\n\n<table id=\"h2auto\"><tbody></tbody></table>\n</body>", "the statement", answer)
	default:
		http.NotFound(w, r)
	}
}

// forget ends every session, as the console does after half an hour.
func (c *console) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = ""
}

func wrong(text string) string {
	return `<div class="error"><a class="error" href="#" onclick="var x=document.getElementById('st4').style;x.display=x.display==''?'none':'';">` + text + `</a> 42001/42001<span style="display: none;" id="st4"><br />at org.h2</span></div>`
}

func (c *console) open(t *testing.T, change ...func(*h2console.Console)) *sql.DB {
	t.Helper()
	at := h2console.Console{Address: c.URL + "/h2-console/", JDBC: "jdbc:h2:mem:x", User: "sa", Password: "secret"}
	for _, by := range change {
		by(&at)
	}
	pool := sql.OpenDB(at)
	t.Cleanup(func() { assert.NoError(t, pool.Close()) })
	return pool
}

func TestRowsAreReadAsTheyAre(t *testing.T) {
	c := serve(t, map[string]string{"select * from t": `<script type="text/javascript">parent['h2menu'].location='tables.do?jsessionid=ab1';</script>` +
		`<table class="resultSet" cellspacing="0" cellpadding="0"><tr><th>id</th><th>text</th></tr>` +
		`<tr><td>100000</td><td>a&#39;?<br />&nbsp;&nbsp;b &amp; &lt;i&gt; &#36;x &#233;</td></tr><tr><td>7</td><td><i>null</i></td></tr>` +
		`<tr><td>8</td><td><div style='display: none'>= </div>null</td></tr><tr><td>9</td><td></td></tr></table>(4 rows, 2 ms)<br />`,
		"select 0": `<table class="resultSet" cellspacing="0" cellpadding="0"><tr><th>0</th></tr></table>(no rows, 2 ms)<br />`})
	rows, err := c.open(t).QueryContext(t.Context(), "select * from t")
	require.NoError(t, err)
	defer rows.Close()
	columns, err := rows.Columns()
	require.NoError(t, err)
	assert.Equal(t, []string{"id", "text"}, columns)
	got := map[int64]*string{}
	for rows.Next() {
		var id int64
		var text *string
		require.NoError(t, rows.Scan(&id, &text))
		got[id] = text
	}
	require.NoError(t, rows.Err())
	assert.Equal(t, map[int64]*string{100000: new("a'?\n  b & <i> $x é"), 7: nil, 8: new("null"), 9: new("")}, got)
	var n int
	assert.ErrorIs(t, c.open(t).QueryRowContext(t.Context(), "select 0").Scan(&n), sql.ErrNoRows)
	assert.ErrorContains(t, c.open(t).QueryRowContext(t.Context(), "set x 1").Scan(&n), "the statement is no query")
}

func TestParametersAreWrittenAsH2ReadsThem(t *testing.T) {
	c := serve(t, map[string]string{})
	pool := c.open(t)
	_, err := pool.ExecContext(t.Context(), "insert into t values (?, ?, ?, ?, ?)", "it's \\ '", 7, nil, true, []byte("x"))
	require.NoError(t, err)
	assert.Equal(t, []string{`insert into t values ('it''s \ ''', 7, null, true, 'x')`}, c.asked)
	_, err = pool.ExecContext(t.Context(), "insert into t values (?)", 1, 2)
	assert.ErrorContains(t, err, "2 parameters for 1 places")
	assert.Len(t, c.asked, 1, "nothing was sent")
}

func TestRowsThatWereFoundAreCounted(t *testing.T) {
	c := serve(t, map[string]string{"update t": `Update count: 4<br />(5 ms)<br />&nbsp;update u;<br />Update count: 1<br />(5 ms)<br />`})
	result, err := c.open(t).ExecContext(t.Context(), "update t")
	require.NoError(t, err)
	n, err := result.RowsAffected()
	require.NoError(t, err)
	assert.EqualValues(t, 5, n)
}

func TestWhatH2Refuses(t *testing.T) {
	c := serve(t, map[string]string{"selec": wrong("Syntax error in SQL statement &quot;[*]selec&quot;; SQL statement:<br />selec [42001-214]"), "shutdown": wrong("Database is already closed [90121-214]")})
	pool := c.open(t)
	var said *h2console.StatementError
	_, err := pool.ExecContext(t.Context(), "selec")
	require.ErrorAs(t, err, &said)
	assert.EqualError(t, err, `H2: Syntax error in SQL statement "[*]selec"; SQL statement: selec [42001-214]`)
	assert.False(t, said.Closed())
	_, err = pool.ExecContext(t.Context(), "shutdown")
	require.ErrorAs(t, err, &said)
	assert.True(t, said.Closed())
	assert.Equal(t, []string{"selec", "shutdown"}, c.asked, "each once")
}

func TestATransaction(t *testing.T) {
	c := serve(t, map[string]string{})
	pool := c.open(t)
	tx, err := pool.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "insert 1")
	require.NoError(t, err)
	require.NoError(t, tx.Commit())
	tx, err = pool.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	require.NoError(t, tx.Rollback())
	assert.Equal(t, []string{"set autocommit false", "insert 1", "commit; set autocommit true", "set autocommit false", "rollback; set autocommit true"}, c.asked)
	_, err = pool.BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable})
	assert.ErrorContains(t, err, "H2's own isolation")
}

// A session ends when the clock is moved; what was asked is asked again in
// another, but for what a transaction has lost.
func TestALostSessionIsReplaced(t *testing.T) {
	c := serve(t, map[string]string{})
	pool := c.open(t)
	require.NoError(t, pool.PingContext(t.Context()))
	c.forget()
	_, err := pool.ExecContext(t.Context(), "update t")
	require.NoError(t, err)
	assert.Equal(t, 2, c.sessions)
	tx, err := pool.BeginTx(t.Context(), nil)
	require.NoError(t, err)
	c.forget()
	_, err = tx.ExecContext(t.Context(), "update t")
	assert.ErrorContains(t, err, "was lost in a transaction")
	_ = tx.Rollback() // there is nothing to take back
}

func TestReadingAloneIsKept(t *testing.T) {
	c := serve(t, map[string]string{})
	pool := c.open(t, func(at *h2console.Console) { at.Access = h2console.ReadOnly })
	for _, statement := range []string{"update t set x = 1", "delete from t", " drop table t", "selection"} {
		_, err := pool.ExecContext(t.Context(), statement)
		assert.ErrorContains(t, err, "for reading alone", statement)
	}
	assert.Empty(t, c.asked)
}

func TestAdmission(t *testing.T) {
	c := serve(t, map[string]string{})
	c.closed = "t0k3n"
	assert.ErrorContains(t, c.open(t).PingContext(t.Context()), "who has not signed in (HTTP 401)")
	signs := 0
	pool := c.open(t, func(at *h2console.Console) {
		at.Admission = func(context.Context) (http.Header, error) {
			signs++
			return http.Header{"Authorization": {c.closed}}, nil
		}
	})
	require.NoError(t, pool.PingContext(t.Context()))
	c.closed = "another" // the sign-in has ended
	_, err := pool.ExecContext(t.Context(), "update t")
	require.NoError(t, err)
	assert.Equal(t, 2, signs)
}

func TestWhatIsNoConsole(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		wants  string
	}{
		"not there":    {http.NotFound, "there is no H2 console: it answers as something else: HTTP 404"},
		"another page": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>hello</html>") }, "there is no H2 console"},
		"for localhost": {func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, "Sorry, remote connections ('webAllowOthers') are disabled on this server.")
		}, "web-allow-others is false"},
	} {
		s := httptest.NewServer(tt.answer)
		pool := sql.OpenDB(h2console.Console{Address: s.URL})
		assert.ErrorContains(t, pool.PingContext(t.Context()), tt.wants, name)
		assert.NoError(t, pool.Close())
		s.Close()
	}
	c := serve(t, nil)
	err := c.open(t, func(at *h2console.Console) { at.Password = "guessed" }).PingContext(t.Context())
	require.EqualError(t, err, "open the database of the H2 console: Wrong user name or password [28000-214]")
	assert.NotContains(t, err.Error(), "guessed")
}
