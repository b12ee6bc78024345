package jre

import (
	"fmt"
	"regexp"
	"strconv"
)

// classFile is a class of a newer Java than the one that is to run it, and option
// one that it does not know.
var (
	classFile = regexp.MustCompile(`UnsupportedClassVersionError: (\S+) .*class file version (\d+)\.\d+\), this version of the Java Runtime only recognizes class file versions up to (\d+)`)
	option    = regexp.MustCompile(`Unrecognized (?:VM )?option:? '?([^'\s]+)'?`)
	tooOld    = regexp.MustCompile(`the version cannot be lower than 1\.8`)
	manager   = regexp.MustCompile(`attempted to allow or enable the Security Manager`)
)

// firstClassFile is the version of the class files of Java 1 less one.
const firstClassFile = 44

// Trouble says what the log of a server that did not come up has to do with
// its Java; empty for nothing.
func Trouble(image, log string, j Runtime) string {
	of := fmt.Sprintf("image %s has Java %s", image, j)
	if m := classFile.FindStringSubmatch(log); m != nil {
		needs, _ := strconv.Atoi(m[2]) // two digits
		has, _ := strconv.Atoi(m[3])
		return fmt.Sprintf("the Java of image %s is too old: the class %s is of Java %d, and the image has Java %d; take an image with Java %d, as `regress image --java %d` makes one",
			image, m[1], needs-firstClassFile, has-firstClassFile, needs-firstClassFile, needs-firstClassFile)
	}
	switch m := option.FindStringSubmatch(log); {
	case tooOld.MatchString(log):
		return of + ", and StreamPark needs Java 8 or newer"
	case manager.MatchString(log):
		return of + ", which has no security manager any more, and StreamPark's script asks for it: take an image with Java 8, 11 or 17"
	case m != nil:
		return fmt.Sprintf("%s, which does not know the option %s: try --jvm fast or --jvm shipped, whichever it was not", of, m[1])
	}
	return ""
}
