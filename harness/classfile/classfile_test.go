package classfile_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/classfile"
	"streampark-regress/harness/requirement"
	"streampark-regress/harness/shipped/shippedtest"
)

// source is a controller with everything that is read of one.
const source = `package org.example;

import java.lang.annotation.*;

@Retention(RetentionPolicy.RUNTIME) @interface Mapping { String[] value() default {}; Verb[] method() default {}; boolean required() default true; }
@Retention(RetentionPolicy.RUNTIME) @interface Param { String name(); }
@Retention(RetentionPolicy.RUNTIME) @interface Api { Param[] param(); Class<?> of(); long most(); char sign(); double share(); }
enum Verb { GET, POST }

@Mapping({"flink", "job"})
class Controller extends Exception {
  static final long serialVersionUID = 1L;
  int[][] numbers;
  long when = 5000000000L;

  @Mapping(value = "start", method = {Verb.GET, Verb.POST})
  @Api(param = {@Param(name = "id"), @Param(name = "teamId")}, of = String.class, most = 5000000000L, sign = 'x', share = 0.5)
  public String start(@Mapping(required = false) long id, double share, @Deprecated String[] names, Controller other) {
    Runnable later = () -> System.out.println(id + share);
    later.run();
    return names[0];
  }

  static int count(int first, long second, boolean third) { return first; }
}
`

// compile compiles the source.
func compile(t *testing.T, options ...string) []byte {
	t.Helper()
	javac, err := exec.LookPath("javac")
	if err != nil {
		requirement.Missing(t, "javac", "install a JDK (Debian: openjdk-17-jdk-headless)")
	}
	folder := t.TempDir()
	file := filepath.Join(folder, "Controller.java")
	require.NoError(t, os.WriteFile(file, []byte(source), 0o644))
	out, err := exec.CommandContext(t.Context(), javac, append(options, "-d", folder, file)...).CombinedOutput()
	require.NoError(t, err, string(out))
	text, err := os.ReadFile(filepath.Join(folder, "org/example/Controller.class"))
	require.NoError(t, err)
	return text
}

func read(text []byte) (classfile.Class, error) {
	return classfile.Read(strings.NewReader(string(text)))
}

// What a compiler writes is read as it stands in the source.
func TestRead(t *testing.T) {
	for name, options := range map[string][]string{"names of local variables": {"-g"}, "names of parameters": {"-g:none", "-parameters"}} {
		t.Run(name, func(t *testing.T) {
			c, err := read(compile(t, options...))
			require.NoError(t, err)
			assert.Equal(t, "org.example.Controller", c.Name)
			assert.Equal(t, "java.lang.Exception", c.Super)
			mapping, has := classfile.Find(c.Annotations, "Mapping")
			require.True(t, has)
			assert.Equal(t, []string{"flink", "job"}, mapping.Values["value"])
			assert.Equal(t, []classfile.Field{{Name: "serialVersionUID", Type: "long", Static: true}, {Name: "numbers", Type: "int[][]"}, {Name: "when", Type: "long"}}, c.Fields)
			start := method(t, c, "start")
			assert.Equal(t, []string{"id long", "share double", "names java.lang.String[]", "other org.example.Controller"}, parameters(start))
			mapping, _ = classfile.Find(start.Annotations, "example.Mapping")
			assert.Equal(t, map[string][]string{"value": {"start"}, "method": {"GET", "POST"}}, mapping.Values)
			api, _ := classfile.Find(start.Annotations, "org.example.Api")
			assert.Equal(t, []string{"java.lang.String"}, api.Values["of"])
			assert.Equal(t, []string{"5000000000"}, api.Values["most"])
			require.Len(t, api.Nested["param"], 2)
			assert.Equal(t, []string{"teamId"}, api.Nested["param"][1].Values["name"])
			required, _ := classfile.Find(start.Parameters[0].Annotations, "Mapping")
			assert.Equal(t, []string{"0"}, required.Values["required"])
			assert.Empty(t, start.Parameters[1].Annotations)
			assert.Equal(t, []string{"first int", "second long", "third boolean"}, parameters(method(t, c, "count")))
			for _, m := range c.Methods {
				assert.NotContains(t, m.Name, "lambda", "what the compiler made is left out")
			}
			_, has = classfile.Find(c.Annotations, "apping")
			assert.False(t, has, "half a name is none")
		})
	}
}

// Without names in the file there are none.
func TestNoNames(t *testing.T) {
	c, err := read(compile(t, "-g:none"))
	require.NoError(t, err)
	assert.Equal(t, []string{" long", " double", " java.lang.String[]", " org.example.Controller"}, parameters(method(t, c, "start")))
}

func method(t *testing.T, c classfile.Class, name string) classfile.Method {
	t.Helper()
	for _, m := range c.Methods {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("there is no method %s", name)
	return classfile.Method{}
}

func parameters(m classfile.Method) []string {
	var all []string
	for _, p := range m.Parameters {
		all = append(all, p.Name+" "+p.Type)
	}
	return all
}

// A class that is cut off anywhere is an error, and never half a class.
func TestCutOff(t *testing.T) {
	whole := shippedtest.Class(t, "start", "id")
	_, err := read(whole)
	require.NoError(t, err)
	for n := range whole {
		c, err := read(whole[:n])
		require.Error(t, err, "the first %d of %d bytes", n, len(whole))
		assert.Empty(t, c)
	}
}

func TestWhatIsNoClass(t *testing.T) {
	_, err := read([]byte("PK\x03\x04 an archive"))
	require.ErrorIs(t, err, classfile.ErrNoClass)
	_, err = read([]byte("\xca\xfe\xba\xbe\x00\x00\x00\x34\x00\x02\x63"))
	require.ErrorContains(t, err, "unknown constant 99")
	_, err = classfile.Read(iotest.ErrReader(errors.New("no such disk")))
	assert.ErrorContains(t, err, "read a class file: no such disk")
}

// Whatever the bytes are, reading ends, and says either what they are or why not.
func FuzzRead(f *testing.F) {
	whole := shippedtest.Class(f, "start", "id")
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("\xca\xfe\xba\xbe"))
	f.Add([]byte{})
	for at := 8; at < len(whole); at += 17 {
		changed := append([]byte{}, whole...)
		changed[at] ^= 0xff
		f.Add(changed)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := read(text)
		if err != nil && c.Name != "" {
			t.Errorf("half a class came with the error %v", err)
		}
	})
}
