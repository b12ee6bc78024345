package failing

import "testing"

func TestOne(t *testing.T) { t.Error("one fails anyway") }
