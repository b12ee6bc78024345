# streampark-regress: `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
GO ?= go
ISSUE ?= 3933
GOTESTSUM := gotest.tools/gotestsum@v1.13.0
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ARGS ?=
# A program names its commit (regress --version, and every report). STAMP= builds one
# that does not, where git refuses to read the folder.
STAMP ?= -buildvcs=auto

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  Options for the program go into ARGS: make regress ARGS='--release 2.1.4 --clock short-ttl'"

.PHONY: build
build: ## build bin/regress
	@mkdir -p bin
	$(GO) build -trimpath $(STAMP) -o bin/regress ./cmd/regress

.PHONY: install
install: ## install regress into Go's folder for programs, or into GOBIN
	$(GO) install -trimpath $(STAMP) ./cmd/regress
	@echo "regress is in $${GOBIN:-$$($(GO) env GOPATH)/bin}"

# Where the module is hosted: the line to change, then `make module`.
MODULE ?= streampark-regress
.PHONY: module
module: ## make MODULE the path of the module, in go.mod and in every import: make module MODULE=example.com/me/streampark-regress
	@was=$$($(GO) list -m) && $(GO) mod edit -module '$(MODULE)' && \
	find . -name '*.go' -exec sed -i.module -E "s#\"$$was/(cmd|features|fixtures|harness|steps|suite)([/\"])#\"$(MODULE)/\1\2#" {} + && \
	sed -i.module "s#local-prefixes: \[$$was\]#local-prefixes: [$(MODULE)]#" .golangci.yaml && \
	find . -name '*.module' -delete && $(GO) fmt ./... >/dev/null && echo "the module is $(MODULE)"

# The same commit gives the same bytes, wherever the same Go builds it: no path, no time
# and no build ID is in them, and flags that a machine has set for Go count for nothing.
DIST ?= dist
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64
STATIC = CGO_ENABLED=0 GOFLAGS=-mod=readonly GOAMD64=v1 GOARM64=v8.0 $(GO) build -trimpath -buildvcs=true -ldflags='-s -w -buildid='
.PHONY: dist
dist: ## build static programs for linux and darwin, amd64 and arm64, with checksums and bills of materials, into dist
	@mkdir -p $(DIST) && rm -f $(DIST)/regress-*-* && for p in $(PLATFORMS); do \
	out=$(DIST)/regress-$${p%/*}-$${p#*/}; echo "$$out"; \
	GOOS=$${p%/*} GOARCH=$${p#*/} $(STATIC) -o $$out ./cmd/regress && \
	$(GO) run ./cmd/sbom $$out >$$out.cdx.json || exit 1; done && \
	cd $(DIST) && $$(command -v sha256sum || echo shasum -a 256) regress-*-* >SHA256SUMS

.PHONY: dist-check
dist-check: ## build them twice, the second time elsewhere and without the cache of Go, and compare them byte for byte; PLATFORMS=linux/amd64 is quicker
	@at=$$(mktemp -d) && git clone -q . $$at/source && git -C $$at/source checkout -q $$(git rev-parse HEAD) && \
	$(MAKE) -s -C $$at/source dist DIST=$$at/one && \
	mv $$at/source $$at/elsewhere && GOCACHE=$$at/cache $(MAKE) -s -C $$at/elsewhere dist DIST=$$at/two && \
	diff -r $$at/one $$at/two && rm -rf $$at && echo "the same commit gives the same bytes"

.PHONY: image
image: ## build an image of regress itself, streampark-regress/regress (needs Docker)
	fixtures/images/regress/build.sh

.PHONY: regress
regress: build ## run every scenario on the usual releases: the main job
	./bin/regress run $(ARGS)

.PHONY: reproduce
reproduce: build ## run the scenarios of an upstream issue and write a report to attach to it: make reproduce ISSUE=3933
	./bin/regress reproduce $(ISSUE) $(ARGS)

# The oldest and the newest of the usual releases, asked for once there is a program.
usual = $(shell ./bin/regress releases --format '{{if not .OnRequest}}{{.Version}}{{end}}')
FROM ?= $(firstword $(usual))
TO ?= $(lastword $(usual))
.PHONY: upgrade
upgrade: build ## say what an upgrade breaks for callers: make upgrade FROM=2.1.4 TO=2.1.5
	./bin/regress upgrade --from $(FROM) --to $(TO) $(ARGS)

.PHONY: history
history: build ## measure every known issue and the contract over every release and keep what was found: docs/track-record.md; ARGS="--release 2.1.4 --database postgres,mariadb"
	./bin/regress track-record $(ARGS)

.PHONY: plan
plan: build ## say what `make regress` would start, and stop
	./bin/regress plan $(ARGS)

.PHONY: test
test: ## run the tests, with the race detector if there is a C compiler; what was skipped is listed at the end, with what it needs
	@race=-race; \
	$(GO) test -race -run '^$$' unicode/utf8 >/dev/null 2>&1 || { race=; export CGO_ENABLED=0; \
	echo "The race detector is left out: it needs cgo and a C compiler with its headers (Debian: apt-get install gcc libc6-dev)."; }; \
	$(GO) run $(GOTESTSUM) --format pkgname -- $$race -timeout 60m ./...

FUZZTIME ?= 30s
.PHONY: fuzz
fuzz: ## fuzz whatever reads what others wrote, each for FUZZTIME
	@set -e; for test in $$(grep -rl --include=*_test.go '^func Fuzz' . | xargs grep -ho '^func Fuzz[A-Za-z]*' | sort -u | cut -d' ' -f2); do \
		for folder in $$(grep -rl --include=*_test.go "^func $$test(" . | xargs -n1 dirname); do \
			echo "$$folder $$test"; $(GO) test $$folder -run '^$$' -fuzz "^$$test\$$" -fuzztime $(FUZZTIME); done; done

.PHONY: conformance
conformance: build ## replay every recording of the real releases against the model
	./bin/regress verify --target model $(ARGS)

RUNS ?= 3
.PHONY: bench
bench: build ## measure how long each way takes, by turns, and write docs/performance.md (needs Docker and the real images; RUNS=1 is quickest)
	$(GO) run ./cmd/bench -runs $(RUNS) $(ARGS)

.PHONY: defects
defects: build ## break the model in every known way and check that a scenario notices
	./bin/regress defects $(ARGS)

PKG ?=
.PHONY: mutants
mutants: ## change what decides in every small way and list what no test notices (docs/mutants.md); long for all, so: make mutants PKG=harness/judge
	$(GO) run ./cmd/mutants -packages '$(PKG)' $(ARGS)

.PHONY: lint
lint: ## check the code and its formatting (.golangci.yaml) and the examples for CI; the first time the linters are built, which takes minutes
	$(GO) run $(GOLANGCI) run
	examples/ci/check.sh

.PHONY: docs
docs: build ## write the pages of docs that are made of the code
	./bin/regress docs docs

MAN ?= $(DIST)/man
.PHONY: man
man: build ## write the man pages, regress.1 and one of each command, into dist/man
	@mkdir -p $(MAN)
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) ./bin/regress man $(MAN)

.PHONY: images
images: ## build the model's images and local PostgreSQL and MariaDB images (needs Docker and Debian's mmdebstrap)
	fixtures/images/model/build.sh
	fixtures/images/postgres/build.sh
	fixtures/images/mariadb/build.sh

.PHONY: shim
shim: ## rebuild the clock shim and the agent with the pinned compiler (needs Python 3 and the network)
	harness/clock/shim/src/build.sh harness/clock/shim

.PHONY: shim-check
shim-check: ## rebuild both elsewhere and compare them byte for byte (needs the same)
	@out=$$(mktemp -d) && harness/clock/shim/src/build.sh $$out && \
	for f in $$out/*; do cmp $$f harness/clock/shim/$$(basename $$f) || exit 1; done && \
	rm -r $$out && echo "the shim is what its source says"

.PHONY: flink-image
flink-image: ## build a local Flink image for --flink real (needs Python 3 with pip, Docker and mmdebstrap)
	fixtures/images/flink/build.sh

.PHONY: flink-job
flink-job: ## rebuild the Flink job and the session cluster with the pinned compiler (needs Maven, Java 17, Python 3)
	harness/flink/job/src/build.sh harness/flink/job

.PHONY: flink-job-check
flink-job-check: ## rebuild both elsewhere and compare them byte for byte (needs the same)
	@out=$$(mktemp -d) && harness/flink/job/src/build.sh $$out && \
	for f in $$out/*; do cmp $$f harness/flink/job/$$(basename $$f) || exit 1; done && \
	rm -r $$out && echo "the job is what its source says"

.PHONY: clean
clean: ## remove the containers that runs left behind, bin and dist
	@[ ! -x bin/regress ] || ./bin/regress clean || true
	rm -rf bin dist
