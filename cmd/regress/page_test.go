package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/requirement"
	"streampark-regress/harness/verdict"
)

// browser is a headless Chromium that remembers what went wrong on its pages
// and what they loaded.
type browser struct {
	context.Context
	mu       sync.Mutex
	problems []string
	loaded   []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	found := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil && found == "" {
			found = path
		}
	}
	if found == "" {
		requirement.Missing(t, "chromium", "install Debian's package chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(found), chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	b := &browser{Context: ctx}
	require.NoError(t, chromedp.Listen(ctx, b.listen))
	command(t, b, network.Enable, network.EnableParams{})
	command(t, b, cdplog.Enable, cdp.Empty{})
	return b
}

func (b *browser) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, e.ExceptionDetails.Text)
	case *cdplog.EventEntryAdded:
		b.problems = append(b.problems, e.Entry.Text)
	case *network.EventRequestWillBeSent:
		b.loaded = append(b.loaded, e.Request.URL)
	}
}

func (b *browser) run(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	require.NoError(t, chromedp.Do(b, actions...))
}

func command[P, R any](t *testing.T, b *browser, c cdp.Command[P, R], params P) {
	t.Helper()
	_, err := chromedp.Call(b, c, params)
	require.NoError(t, err)
}

func (b *browser) media(t *testing.T, medium, scheme string) {
	t.Helper()
	command(t, b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// ask evaluates an expression on the page.
func ask[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	answer, err := chromedp.Run(b, chromedp.Evaluate[T](expression))
	require.NoError(t, err)
	return answer
}

// The page as a reader sees it: a run with a failure in it, in a browser.
func TestReportInABrowser(t *testing.T) {
	b := newBrowser(t)
	code, _, errs := regress(t, nil, "run", "--target", "model", "--model-defect", "2.1.5=expiry", "--tags", aboutExpiry+" or @known-issue-3865 or @restart or @cause or @upgrade")
	require.Equal(t, verdict.ExitUnexpected, code, errs)
	file, err := filepath.Abs("results/latest/report.html")
	require.NoError(t, err)
	b.run(t, chromedp.EmulateViewport(1100, 900), chromedp.Navigate("file://"+file), chromedp.WaitVisible(chromedp.CSS("svg")))

	t.Run("says what there is to say", func(t *testing.T) {
		text := ask[string](t, b, `document.body.innerText`)
		for _, want := range []string{"API tokens: UNEXPECTED", "MODEL.", "StreamPark 2.1.4: ", "known issue 3865: a second token for one user", "known issue 3933: an API token gets 401", "StreamPark 2.1.5: ",
			"How long a token works", "issue 3933, fixed in 2.1.5, is back on 2.1.5", "expected started: unexpected", "regress run --target model"} {
			assert.Contains(t, text, want)
		}
		assert.NotContains(t, text, "The scheduler sends half of the token\nfeatures", "what went as expected is folded")
		for class, least := range map[string]int{"started": 5, "unauthenticated": 4, "other": 1, "ttl": 2, "move": 3, "restart": 1} {
			assert.GreaterOrEqual(t, ask[int](t, b, `[...document.querySelectorAll("svg .`+class+`")].filter(e => e.getBoundingClientRect().height > 0 || e.getBoundingClientRect().width > 0).length`), least, class)
		}
	})
	t.Run("shows request and answer of a mark that is touched", func(t *testing.T) {
		const shown = `[...document.querySelectorAll(".touch")].filter(e => e.offsetHeight > 0).map(e => e.innerText).join()`
		assert.Empty(t, ask[string](t, b, shown))
		b.run(t, chromedp.Click(chromedp.CSS("svg a:has(.unauthenticated)")))
		card := ask[string](t, b, shown)
		assert.Regexp(t, `POST /(flink|openapi)/app/start\nAuthorization: 69qMW7re\.\.\.`, card)
		assert.Contains(t, card, "→ 401")
		b.run(t, chromedp.Click(chromedp.CSS(".touch:target .close")))
		assert.Empty(t, ask[string](t, b, shown))
		b.run(t, chromedp.Click(chromedp.CSS("svg a:has(.started)")))
		id := strings.TrimPrefix(ask[string](t, b, `document.querySelector(".touch:target a[href^='#in']").hash`), "#")
		b.run(t, chromedp.Click(chromedp.CSS(".touch:target a[href^='#in']")))
		assert.Positive(t, ask[int](t, b, `document.getElementById("`+id+`").offsetHeight`), "the scenario opens")
	})
	t.Run("is filtered by release, verdict and text", func(t *testing.T) {
		const left = `[...document.querySelectorAll(".scenario:not([hidden])")].filter(e => e.offsetHeight > 0)`
		const all = `document.querySelectorAll(".scenario").length`
		set := func(name, value string) {
			b.run(t, chromedp.Evaluate[chromedp.Void](`(() => { const f = document.getElementById("filter"); f.reset(); f.elements["`+name+`"].value = "`+value+`"; f.dispatchEvent(new Event("input")) })()`))
		}
		for name, tt := range map[string]struct{ field, value, only string }{
			"release": {"release", "2.1.5", `e.dataset.release === "2.1.5"`},
			"verdict": {"mark", "known-issue", `e.innerText.includes("△ known issue ")`},
			"text":    {"text", "half token", `/half/i.test(e.textContent)`},
		} {
			set(tt.field, tt.value)
			assert.Positive(t, ask[int](t, b, left+`.length`), name)
			assert.Less(t, ask[int](t, b, left+`.length`), ask[int](t, b, all), name)
			assert.True(t, ask[bool](t, b, left+`.every(e => `+tt.only+`)`), name)
		}
		set("text", "no scenario is called so")
		assert.Contains(t, ask[string](t, b, `document.querySelector("#filter output").value`), "0 of ")
		b.run(t, chromedp.Click(chromedp.CSS("#filter button")))
		require.Eventually(t, func() bool { return ask[int](t, b, `document.querySelectorAll(".scenario[hidden]").length`) == 0 }, 10*time.Second, 50*time.Millisecond)
	})
	t.Run("opens the scenario of a link, also one that is filtered out", func(t *testing.T) {
		const folded = `document.querySelector(".chapter .scenario > div").id`
		id := ask[string](t, b, folded)
		assert.Regexp(t, `^in-2\.1\.\d-[a-z]+-[a-z0-9-]+-\d+$`, id)
		b.run(t, chromedp.Evaluate[chromedp.Void](`document.getElementById("filter").elements.text.value = "nothing"; document.getElementById("filter").dispatchEvent(new Event("input")); location.hash = "`+id+`"`))
		require.Eventually(t, func() bool { return ask[int](t, b, `document.getElementById("`+id+`").offsetHeight`) > 0 }, 10*time.Second, 50*time.Millisecond)
	})
	t.Run("has marks that are legible on a phone", func(t *testing.T) {
		b.run(t, chromedp.EmulateViewport(400, 800))
		assert.GreaterOrEqual(t, ask[float64](t, b, `Math.min(...[...document.querySelectorAll("svg .glyph")].map(e => e.getBoundingClientRect().width))`), 8.0)
		assert.GreaterOrEqual(t, ask[float64](t, b, `Math.min(...[...document.querySelectorAll("svg text:not(.minor)")].map(e => e.getBoundingClientRect().height))`), 10.0)
		b.run(t, chromedp.EmulateViewport(1100, 900))
	})
	t.Run("fits every width, also with everything unfolded", func(t *testing.T) {
		b.run(t, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = true)`))
		for _, width := range []int64{320, 400, 768, 1600} {
			b.run(t, chromedp.EmulateViewport(width, 800))
			assert.LessOrEqual(t, ask[int64](t, b, `document.documentElement.scrollWidth`), width)
		}
		b.run(t, chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach(d => d.open = false)`))
	})
	t.Run("is readable in the dark and in the light", func(t *testing.T) {
		const contrast = `(() => { const lum = c => { const v = c.match(/[\d.]+/g).slice(0, 3).map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 }); return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
			const paper = lum(getComputedStyle(document.body).backgroundColor), ratio = c => { const l = lum(c); return (Math.max(l, paper) + .05) / (Math.min(l, paper) + .05) };
			return { paper, least: Math.min(...[...document.querySelectorAll("body, small, .unexpected, .as-expected, a")].map(e => ratio(getComputedStyle(e).color))) } })()`
		type seen struct{ Paper, Least float64 }
		for scheme, dark := range map[string]bool{"light": false, "dark": true} {
			b.media(t, "screen", scheme)
			s := ask[seen](t, b, contrast)
			assert.Equal(t, dark, s.Paper < 0.2, scheme)
			assert.GreaterOrEqual(t, s.Least, 4.5, "WCAG AA on a %s screen", scheme)
		}
	})
	t.Run("is printed whole", func(t *testing.T) {
		b.media(t, "print", "light")
		assert.Positive(t, ask[int](t, b, `document.querySelector("details:not([open]) > div").offsetHeight`), "what is folded is printed too")
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	assert.Empty(t, b.problems)
	assert.Equal(t, []string{"file://" + file}, b.loaded, "the page loads nothing")
}
