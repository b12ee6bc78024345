package small

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func same[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatIsAsked(t *testing.T) {
	if !testing.Short() {
		t.Fatal("run without -short")
	}
	same(t, Above(2, 1), true)
	same(t, Above(1, 1), false)
	same(t, Above(1, 2), false)
	same(t, Below(1, 2), true)
	same(t, Below(2, 1), false)
	same(t, Both(true, false), false)
	same(t, Either(true, true), true)
	same(t, Either(false, false), false)
	zero := 0
	same(t, Checked(nil), true)
	same(t, Checked(&zero), true)
	same(t, Grade(9), "good")
	same(t, Grade(6), "fair")
	same(t, Grade(4), "bad!")
	same(t, Not(true), false)
	_, ok, _ := Answers()
	same(t, ok, true)
}

func TestWhatIsCalculated(t *testing.T) {
	same(t, Sum(7, 0), 7)
	same(t, Difference(7, 0), 7)
	same(t, Product(7, 1), 7)
	same(t, Quotient(7, 1), 7)
	same(t, Rest(0, 7), 0)
	same(t, Opposite(0), 0)
	same(t, Mean(2, 6), 4)
}

func TestLoops(t *testing.T) {
	same(t, Count([]string{"", "a", "b", "a", ".", "a"}, 'a'), 2)
	numbers := make(chan int, 2)
	numbers <- 0
	numbers <- 1
	same(t, First(numbers), 1)
	same(t, Repeat("a", 2), "aa")
	same(t, Sums(4), -2)
}

func TestLate(t *testing.T) {
	if !Late() {
		return
	}
	tried := filepath.Join(os.TempDir(), "late")
	if _, err := os.Stat(tried); err != nil {
		if err := os.WriteFile(tried, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
	}
	t.Error("late")
}

func TestThatIsSkipped(t *testing.T) { t.Error("not skipped") }

func Test_unnamed(t *testing.T) { t.Error("not among the tests") }
