package flink

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"time"

	"streampark-regress/harness/clock"
)

// The job whose state can be checked: a counter (job/src). `make flink-job`
// rebuilds its jar byte for byte, and CI checks that.
const (
	// CounterClass is its main class.
	CounterClass = "regress.Counter"
	// CounterFile is a name for its jar.
	CounterFile = "counter.jar"
)

//go:embed job/counter.jar
var counterJar []byte

// CounterJar is the job's jar.
func CounterJar() []byte { return bytes.Clone(counterJar) }

// Count is what the counter says of its state.
type Count struct {
	// Restored is set if it began with a savepoint, First the count it began
	// with.
	Restored bool
	First    int64
	// Now is the count, a second old at the most; of a job that is over, the
	// last one.
	Now int64
}

// errNoCount is a job that does not say (yet) how far it has counted.
var errNoCount = errors.New("it has no count")

// AwaitCount waits until a counter has told its count; two minutes at the most.
func (c *Cluster) AwaitCount(ctx context.Context, id string) (Count, error) {
	ctx, cancel := context.WithTimeout(ctx, awaitWithin)
	defer cancel()
	for {
		count, err := c.count(ctx, id)
		if err == nil {
			return count, nil
		}
		if !errors.Is(err, errNoCount) || clock.Idle(ctx, 50*time.Millisecond) != nil {
			return count, fmt.Errorf("ask the job %s for its count: %w", id, err)
		}
	}
}

// count reads the accumulators of a counter.
func (c *Cluster) count(ctx context.Context, id string) (Count, error) {
	if err := settle(ctx); err != nil {
		return Count{}, err
	}
	var said struct {
		All []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"user-task-accumulators"`
	}
	if err := c.get(ctx, jobPath(id)+"/accumulators", &said); err != nil {
		return Count{}, err
	}
	values := map[string]int64{}
	for _, a := range said.All {
		n, err := strconv.ParseInt(a.Value, 10, 64)
		if err != nil {
			return Count{}, fmt.Errorf("its accumulator %s is no number: %w", a.Name, err)
		}
		values[a.Name] = n
	}
	for _, name := range []string{"restored", "first", "now"} {
		if _, told := values[name]; !told {
			return Count{}, errNoCount
		}
	}
	return Count{values["restored"] == 1, values["first"], values["now"]}, nil
}

// RunCounter starts the counter as its owner would without StreamPark, from a
// savepoint unless the path is empty, and returns the job's ID.
func (c *Cluster) RunCounter(ctx context.Context, savepoint string) (string, error) {
	id, err := c.runJar(ctx, CounterFile, counterJar, map[string]any{"entryClass": CounterClass, "savepointPath": savepoint})
	if err != nil {
		return "", fmt.Errorf("run the counter: %w", err)
	}
	return id, nil
}

func (c *Cluster) runJar(ctx context.Context, name string, jar []byte, how map[string]any) (string, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreatePart(map[string][]string{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="jarfile"; filename=%q`, name)}, "Content-Type": {"application/x-java-archive"}})
	if err == nil {
		_, err = part.Write(jar)
	}
	if err := errors.Join(err, form.Close()); err != nil {
		return "", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+"/jars/upload", &body)
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", form.FormDataContentType())
	var uploaded struct {
		File string `json:"filename"`
	}
	if err := c.send(request, &uploaded); err != nil {
		return "", err
	}
	var started struct {
		ID string `json:"jobid"`
	}
	err = c.ask(ctx, http.MethodPost, "/jars/"+url.PathEscape(path.Base(uploaded.File))+"/run", how, &started)
	return started.ID, err
}
