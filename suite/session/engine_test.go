package session_test

import (
	"archive/tar"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"testing"
)

// engine pretends to be a Docker engine that has images and starts nothing.
type engine struct {
	mu       sync.Mutex
	memoryMB int64
	images   []string
	// files are what is in every image.
	files []string
}

// serve has the engine answer where this process looks for one. testcontainers-go
// looks once, so that there can be no second.
func (e *engine) serve(t *testing.T) {
	t.Helper()
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	t.Setenv("DOCKER_HOST", "tcp://"+server.Listener.Addr().String())
}

// has changes the images that the engine has.
func (e *engine) has(images ...string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.images = images
}

func (e *engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, at, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/v"), "/")
	at = "/" + at
	w.Header().Set("API-Version", "1.47")
	w.Header().Set("Content-Type", "application/json")
	switch image, inspected := strings.CutSuffix(strings.TrimPrefix(at, "/images/"), "/json"); {
	case strings.HasSuffix(r.URL.Path, "/_ping"):
		fmt.Fprint(w, "OK")
	case at == "/info":
		answer(w, http.StatusOK, map[string]any{"ServerVersion": "27.0", "OperatingSystem": "a pretended one", "Architecture": "x86_64", "MemTotal": e.memoryMB << 20})
	case at == "/containers/json", at == "/networks":
		answer(w, http.StatusOK, []any{})
	case at == "/volumes":
		answer(w, http.StatusOK, map[string]any{"Volumes": []any{}})
	case inspected && strings.Contains(" "+strings.Join(e.images, " ")+" ", " "+image+" "):
		answer(w, http.StatusOK, map[string]any{"Id": "sha256:1", "Architecture": "amd64", "Config": map[string]any{}})
	case at == "/containers/create":
		answer(w, http.StatusCreated, map[string]any{"Id": "1"})
	case strings.HasSuffix(at, "/archive"):
		e.archive(w, r.URL.Query().Get("path"))
	default:
		answer(w, http.StatusNotFound, map[string]string{"message": "there is no " + r.Method + " " + at})
	}
}

// archive is a file, or the folder of files that have nothing in them.
func (e *engine) archive(w http.ResponseWriter, of string) {
	var below []string
	for _, file := range e.files {
		if file == of || path.Dir(file) == of {
			below = append(below, file)
		}
	}
	if len(below) == 0 {
		answer(w, http.StatusNotFound, map[string]string{"message": "there is no " + of})
		return
	}
	stat, _ := json.Marshal(map[string]any{"name": path.Base(of)})
	w.Header().Set("X-Docker-Container-Path-Stat", base64.StdEncoding.EncodeToString(stat))
	w.Header().Set("Content-Type", "application/x-tar")
	out := tar.NewWriter(w)
	for _, file := range below {
		_ = out.WriteHeader(&tar.Header{Name: path.Join(path.Base(of), path.Base(file)), Typeflag: tar.TypeReg})
	}
	_ = out.Close()
}

func answer(w http.ResponseWriter, status int, body any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
