package shipped_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"streampark-regress/harness/release"
	"streampark-regress/harness/shipped"
	"streampark-regress/harness/shipped/shippedtest"
)

func changes(t *testing.T, before, after shipped.Files) []string {
	t.Helper()
	was, err := shipped.Read(before)
	require.NoError(t, err)
	is, err := shipped.Read(after)
	require.NoError(t, err)
	var all []string
	for _, c := range shipped.Compare(was, is) {
		all = append(all, c.String())
	}
	return all
}

// Each kind of change is found, and nothing is where there is none.
func TestWhatChanged(t *testing.T) {
	const schema = "script/schema/pgsql-schema.sql"
	for name, tt := range map[string]struct {
		path, parameter string
		before, after   map[string]string
		want            []string
	}{
		"nothing":     {path: "app/start", parameter: "id"},
		"an address":  {path: "run", parameter: "id", want: []string{"address POST /flink/app/start was ", "address POST /flink/run is "}},
		"a parameter": {path: "app/start", parameter: "job", want: []string{"parameter POST /flink/app/start id was String", "parameter POST /flink/app/start job is String"}},
		"a key": {path: "app/start", parameter: "id", after: map[string]string{"conf/config.yaml": "a: {b: 2, c: }\n"},
			want: []string{"config a.b was 1 is 2", "config a.c is "}},
		"a script": {path: "app/start", parameter: "id", before: map[string]string{"bin/s.sh": "HOME_OF=x\nJVM_OPTS=${JVM_OPTS:-\"-Xmx1g\"}\necho $HOME_OF # $NOT_READ\n"},
			after: map[string]string{"bin/s.sh": "HOME_OF=x\nJAVA_OPTS=${JAVA_OPTS:-\"-Xmx2g\"}\necho $HOME_OF\n"},
			want:  []string{"variable JAVA_OPTS is ", "variable JVM_OPTS was ", "jvm-option -Xmx1g was ", "jvm-option -Xmx2g is "}},
		"a column, upgraded too": {path: "app/start", parameter: "id", before: map[string]string{schema: `create table "public"."t_a" ("id" int8 not null, "b" varchar(64) default null, primary key ("id"));`},
			after: map[string]string{schema: `create table t_a (id int8 not null, c varchar(255));`, "script/upgrade/pgsql/2.1.5.sql": `alter table "public"."t_a" rename column "b" to "c"; alter table t_a alter column c type varchar(255) collate "x";`},
			want:  []string{"column postgres t_a.b was varchar(64)", "column postgres t_a.c is varchar(255)"}},
		"a column, never upgraded": {path: "app/start", parameter: "id", before: map[string]string{schema: `create table t_a (id int8 not null);`},
			after: map[string]string{schema: `create table t_a (id int8 not null, n varchar(9) default 'a,b');`, "script/upgrade/pgsql/2.1.4.sql": `alter table t_a add column x int8;`},
			want:  []string{"column postgres t_a.n is varchar(9) default 'a,b'", "drift postgres t_a.n was varchar(9) default 'a,b'"}},
	} {
		got := changes(t, shippedtest.Installation(t, "2.1.4", "app/start", "id", tt.before), shippedtest.Installation(t, "2.1.5", tt.path, tt.parameter, tt.after))
		assert.Equal(t, tt.want, got, name)
	}
}

// What is no installation is an error that says what it lacks.
func TestNoInstallation(t *testing.T) {
	whole := shippedtest.Installation(t, "2.1.4", "app/start", "id", nil)
	for name, tt := range map[string]struct {
		file string
		text []byte
		want string
	}{
		"no jar":            {"lib/streampark-console-service-2.1.4.jar", nil, "there are 0 files lib/streampark-console-service-*.jar"},
		"a jar that is cut": {"lib/streampark-console-service-2.1.4.jar", whole["lib/streampark-console-service-2.1.4.jar"][:90], "zip"},
		"no configuration":  {"conf/config.yaml", nil, "there is neither conf/config.yaml nor"},
	} {
		files := shipped.Files{}
		maps.Copy(files, whole)
		if files[tt.file] = tt.text; tt.text == nil {
			delete(files, tt.file)
		}
		_, err := shipped.Read(files)
		require.ErrorContains(t, err, tt.want, name)
	}
}

// Half an installation is compared as far as it goes, and what it lacks that every
// one has is named.
func TestMissingPieces(t *testing.T) {
	whole := shippedtest.Installation(t, "2.1.4", "app/start", "id", map[string]string{"bin/s.sh": "echo $HOME_OF\n", "script/schema/pgsql-schema.sql": "create table t_a (id int8);"})
	cut := shippedtest.Class(t, "app/start", "id")
	for name, tt := range map[string]struct {
		file string
		text []byte
		want string
	}{
		"a class that is cut off":        {"lib/streampark-console-service-2.1.4.jar", shippedtest.Jar(t, map[string][]byte{"org/apache/streampark/A.class": cut[:100]}), "org/apache/streampark/A.class: read a class file: it ends too soon"},
		"no class":                       {"lib/streampark-console-service-2.1.4.jar", shippedtest.Jar(t, map[string][]byte{"org/apache/streampark/A.class": []byte("text")}), "org/apache/streampark/A.class: read a class file: it is no class file"},
		"a jar of others":                {"lib/streampark-console-service-2.1.4.jar", shippedtest.Jar(t, map[string][]byte{"org/example/A.class": cut}), "no class of the console answers to an address"},
		"a configuration that is broken": {"conf/config.yaml", []byte("a: [1"), "read conf/config.yaml"},
		"the model's jar":                {"lib/streampark-console-service-2.1.4.jar", []byte{}, shipped.ErrModel.Error()},
	} {
		files := maps.Clone(whole)
		files[tt.file] = tt.text
		_, err := shipped.Read(files)
		assert.ErrorContains(t, err, tt.want, name)
	}
	for _, missing := range []string{"bin/s.sh", "script/schema/pgsql-schema.sql"} {
		files := maps.Clone(whole)
		delete(files, missing)
		_, err := shipped.Read(files)
		assert.NoError(t, err, missing)
	}
}

// Whatever bytes a jar has, reading it ends, and never panics.
func FuzzJar(f *testing.F) {
	whole := shippedtest.Installation(f, "2.1.4", "app/start", "id", nil)["lib/streampark-console-service-2.1.4.jar"]
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, jar []byte) {
		facts, err := shipped.Read(shipped.Files{"lib/streampark-console-service-2.1.4.jar": jar, "conf/config.yaml": []byte("a: 1\n")})
		if err == nil && len(facts.All[release.ChangedAddress]) == 0 {
			t.Error("a jar without an address is no console's")
		}
	})
}
