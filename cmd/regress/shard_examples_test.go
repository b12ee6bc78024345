package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/verdict"
)

// The examples of shards type what there is, and their three shards are one verdict.
func TestExamplesOfShards(t *testing.T) {
	type aPod struct {
		Spec struct {
			CompletionMode string `yaml:"completionMode"`
			Completions    int
			BackoffLimit   *int `yaml:"backoffLimit"`
			Template       struct {
				Spec struct {
					Containers []struct {
						Command, Args []string
						VolumeMounts  []struct {
							MountPath string `yaml:"mountPath"`
						} `yaml:"volumeMounts"`
					}
				}
			}
		}
	}
	text, err := os.ReadFile(filepath.FromSlash("../../examples/ci/kubernetes-job.yaml"))
	require.NoError(t, err)
	var job aPod
	documents := strings.Split(string(text), "\n---\n")
	require.Len(t, documents, 2)
	require.NoError(t, yaml.Unmarshal([]byte(documents[1]), &job))
	assert.Equal(t, "Indexed", job.Spec.CompletionMode)
	require.NotNil(t, job.Spec.BackoffLimit)
	assert.Zero(t, *job.Spec.BackoffLimit)
	require.Len(t, job.Spec.Template.Spec.Containers, 1)
	shard := job.Spec.Template.Spec.Containers[0]
	assert.Equal(t, []string{"sh", "-c"}, shard.Command)
	merge := readYAML[aPod](t, "examples/ci/kubernetes-merge.yaml").Spec.Template.Spec.Containers[0]
	workflow := readYAML[aWorkflow](t, "examples/ci/github-actions-shards.yml")
	var merging string
	for _, step := range workflow.Jobs["merge"].Steps {
		if strings.Contains(step.Run, "--merge") {
			merging = step.Run
		}
	}
	for _, script := range []string{shard.Args[0], merge.Args[0], merging} {
		lines := commandLines(t, script)
		require.Len(t, lines, 1)
		assert.NoError(t, understood(lines[0]), script)
	}

	dir := t.TempDir()
	program, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "bin"), 0o755))
	require.NoError(t, os.Symlink(program, filepath.Join(dir, "bin", "regress")))
	play := func(script string, env ...string) (int, string) {
		script = strings.NewReplacer("/results/", dir+"/results/", "--target docker", "--target model", "--release 2.1.4,2.1.5", "--release 2.1.4,2.1.5 --tags '"+few+"'").Replace(script)
		c := exec.CommandContext(t.Context(), "sh", "-c", script)
		c.Dir = dir
		c.Env = append([]string{"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"), "HOME=" + dir, asProgram + "=yes", "CI=true"}, env...)
		said, _ := c.CombinedOutput()
		return c.ProcessState.ExitCode(), string(said)
	}
	var running sync.WaitGroup
	for index := range job.Spec.Completions {
		running.Go(func() {
			code, said := play(shard.Args[0], "JOB_COMPLETION_INDEX="+strconv.Itoa(index))
			assert.Zero(t, code, said)
		})
	}
	running.Wait()
	code, said := play(merge.Args[0])
	assert.Equal(t, verdict.ExitAsExpected, code, said)
	assert.Contains(t, said, "AS EXPECTED on the MODEL")

	for index := range job.Spec.Completions { // as actions/download-artifact puts them
		from, err := filepath.EvalSymlinks(filepath.Join(dir, "results", strconv.Itoa(index+1), "latest"))
		require.NoError(t, err)
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "shards"), 0o755))
		require.NoError(t, os.Rename(from, filepath.Join(dir, "shards", "shard-"+strconv.Itoa(index+1))))
	}
	code, said = play(merging)
	assert.Equal(t, verdict.ExitAsExpected, code, said)
	require.NoError(t, os.RemoveAll(filepath.Join(dir, "shards", "shard-2")))
	code, said = play(merging)
	assert.Equal(t, verdict.ExitInconclusive, code, said)
}
