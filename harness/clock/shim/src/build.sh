#!/bin/sh
# Builds the clock shim and the agent for amd64 and arm64, byte for byte the
# same on every machine: the compiler is pinned, there is no C library, and
# nothing of the machine gets into the objects.
#
#   build.sh OUT      OUT receives shim-*.so and agent-*; `make shim` calls it
#
# PYTHON names a Python 3 that may make a virtual environment.
set -eu
ZIG=0.17.1
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: build.sh OUT}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install "ziglang==$ZIG"
export ZIG_GLOBAL_CACHE_DIR="$work/cache" ZIG_LOCAL_CACHE_DIR="$work/cache"
cd "$here"
for target in amd64:x86_64:x86_64 arm64:aarch64:generic; do
	arch=${target%%:*}
	cpu=${target##*:}
	triple=$(echo "$target" | cut -d: -f2)-linux-none
	cc="$work/venv/bin/python -m ziglang cc -target $triple -mcpu=$cpu -Os -g0 -std=c11 -Wall -Wextra -Werror
		-ffreestanding -fno-builtin -fno-stack-protector -fno-sanitize=all -fno-asynchronous-unwind-tables
		-nostdlib -Wl,--build-id=none -Wl,-s"
	# $cc is a command and its options, split on purpose.
	# shellcheck disable=SC2086
	$cc -shared -fPIC -fvisibility=hidden -o "$out/shim-$arch.so" shim.c
	# shellcheck disable=SC2086
	$cc -static -fno-pic -o "$out/agent-$arch" agent.c
	chmod 644 "$out/shim-$arch.so" "$out/agent-$arch"
done
