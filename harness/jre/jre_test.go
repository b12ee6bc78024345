package jre_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"streampark-regress/harness/jre"
)

func TestTheMajorVersionOfAJava(t *testing.T) {
	for version, want := range map[string]int{"1.8.0_504": 8, "11.0.24": 11, "17": 17, "21-ea": 21, "1.7.0": 7, "": 0, "x": 0} {
		assert.Equal(t, want, jre.New(version, "").Major, version)
	}
	assert.Equal(t, "8 (1.8.0_504)", jre.New("1.8.0_504", "/java").String())
	assert.Empty(t, jre.Runtime{}.String())
}

// What Java says when it ends at once is said in words that tell what to do.
func TestWhatALogSaysOfItsJava(t *testing.T) {
	eight := jre.New("1.8.0_504", "/java")
	for log, want := range map[string]string{
		"Error: A JNI error\njava.lang.UnsupportedClassVersionError: org/apache/streampark/console/StreamParkConsoleBootstrap has been compiled by a more recent version of the Java Runtime (class file version 61.0), this version of the Java Runtime only recognizes class file versions up to 52.0": "the Java of image x is too old: the class org/apache/streampark/console/StreamParkConsoleBootstrap is of Java 17, and the image has Java 8; take an image with Java 17",
		"Unrecognized VM option 'UseConcMarkSweepGC'\nError: Could not create the Java Virtual Machine.": "image x has Java 8 (1.8.0_504), which does not know the option UseConcMarkSweepGC",
		"Unrecognized option: --add-opens\nError: Could not create":                                      "does not know the option --add-opens",
		`JDK Version: "1.7.0", the version cannot be lower than 1.8`:                                     "and StreamPark needs Java 8 or newer",
		"Error: A command line option has attempted to allow or enable the Security Manager.":            "which has no security manager any more",
	} {
		assert.Contains(t, jre.Trouble("x", log, eight), want)
	}
	assert.Empty(t, jre.Trouble("x", "Access denied for user", eight))
}

func TestTheVersionOfAJava(t *testing.T) {
	for text, want := range map[string]string{
		"JAVA_VERSION=\"1.8.0_412\"\nOS_NAME=\"Linux\"\n":                     "1.8.0_412",
		"openjdk version \"17.0.12\" 2024-07-16\nOpenJDK Runtime Environment": "17.0.12",
		"java: not found": "",
	} {
		assert.Equal(t, want, jre.Version(text), text)
	}
}
