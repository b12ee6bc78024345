// Package shim carries the clock shim and the agent, built for the
// architectures of StreamPark's images. Their sources lie in src;
// `make shim` rebuilds both byte for byte, and CI checks that.
//
// The shim is loaded with LD_PRELOAD and moves the wall clock of a running
// program by the offset it finds in a memory-mapped file. The agent writes
// that file from inside the container and stands in for a Flink session cluster.
package shim

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"time"
)

// Where the files lie inside a container.
const (
	Library = "/regress/shim.so"
	Agent   = "/regress/agent"
	Offset  = "/regress/offset"
)

//go:embed shim-amd64.so
var libraryAMD64 []byte

//go:embed shim-arm64.so
var libraryARM64 []byte

//go:embed agent-amd64
var agentAMD64 []byte

//go:embed agent-arm64
var agentARM64 []byte

// Objects are the two programs for one architecture.
type Objects struct{ Library, Agent []byte }

// For returns the objects for an image's architecture, as Docker names it.
func For(architecture string) (Objects, error) {
	switch architecture {
	case "amd64":
		return Objects{libraryAMD64, agentAMD64}, nil
	case "arm64":
		return Objects{libraryARM64, agentARM64}, nil
	}
	return Objects{}, fmt.Errorf("the clock shim is built for amd64 and arm64, not for %q", architecture)
}

// Encode is the content of the offset file.
func Encode(offset time.Duration) []byte {
	return binary.LittleEndian.AppendUint64(nil, uint64(offset.Nanoseconds()))
}

// Decode reads the content of the offset file.
func Decode(content []byte) (time.Duration, error) {
	if len(content) != 8 {
		return 0, fmt.Errorf("the clock's offset file holds %d bytes instead of 8", len(content))
	}
	return time.Duration(binary.LittleEndian.Uint64(content)), nil
}
