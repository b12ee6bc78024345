package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSettingsComeFromTheEnvironment(t *testing.T) {
	code, out, _ := regress(t, map[string]string{"REGRESS_RELEASE": "2.1.5", "REGRESS_TAGS": "@issue-3933"}, "plan")
	assert.Equal(t, 0, code)
	assert.Contains(t, out, "StreamPark 2.1.5 as shipped")
	assert.NotContains(t, out, "StreamPark 2.1.4")
}
