#!/bin/sh
# Builds the two jars, byte for byte the same on every machine: the compiler and
# the libraries it compiles against are pinned by their content, and the jars
# hold nothing of the machine.
#
#   build.sh OUT      OUT receives counter.jar and cluster.jar; `make flink-job` calls it
#
# Needs Maven, a Java 17 or later to run the compiler, Python 3, and the network.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUT}
mkdir -p "$out"
out=$(cd "$out" && pwd)

# need COMMAND PACKAGE
need() {
	command -v "$1" >/dev/null && return
	echo "build the Flink job: there is no $1 here; on Debian or Ubuntu install it with: apt-get install $2" >&2
	exit 1
}
need mvn maven
need java openjdk-17-jre-headless
need python3 python3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

mvn -q -B -Dstyle.color=never -f "$here/pom.xml" dependency:copy -DoutputDirectory="$work/lib"
(cd "$work/lib" && sha256sum -c --quiet "$here/pins.sha256")

# Java 8 is what StreamPark itself runs on, and it runs the job's main class.
libraries=$(echo "$work"/lib/flink-*.jar | tr ' ' :)
java -jar "$work"/lib/ecj-*.jar -nowarn -source 8 -target 8 -g:none -proc:none -encoding UTF-8 \
	-cp "$libraries" -d "$work/classes" "$here"/regress/*.java
for class in Counter Cluster; do
	python3 - "$work/classes" "regress/$class" "$out" <<'PACK'
import os, sys, zipfile

classes, name, out = sys.argv[1:]
jar = zipfile.ZipFile(os.path.join(out, os.path.basename(name).lower() + ".jar"), "w", zipfile.ZIP_STORED)
manifest = "Manifest-Version: 1.0\r\nMain-Class: %s\r\n\r\n" % name.replace("/", ".")
with open(os.path.join(classes, name + ".class"), "rb") as compiled:
    entries = [("META-INF/MANIFEST.MF", manifest.encode()), (name + ".class", compiled.read())]
for entry, content in entries:
    info = zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr = 3, 0o644 << 16
    jar.writestr(info, content)
jar.close()
PACK
	chmod 644 "$out/$(echo "$class" | tr A-Z a-z).jar"
done
