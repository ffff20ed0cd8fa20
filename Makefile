# The commands of this repository. Set-up is part of each: it installs what is missing and says so, and is silent after
# that. What a target does in more than a line stands in scripts/.
MAKEFLAGS += --no-print-directory --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

# What `make run` runs; a part of the paths of the tests to run; the Node.js that builds and runs.
FILE ?= algorithms/fibonacci.py
# What `make analyze` analyses: algorithms/NAME.py.
ALGO ?= fibonacci
ONLY ?=
NODE ?= node
# What `make bench` hands on to `pymcp bench`, such as ARGS='--full --only throughput'.
ARGS ?=
# How many times as many inputs `make fuzz` tries as `make test`.
FUZZ_FACTOR ?= 50
export FILE ALGO ONLY NODE

# Folders too: their time changes when a file is added or removed.
sources := $(shell find src/ bench/ -type d -o -name '*.ts' ! -name '*.test.ts')
attacks := $(shell find hostile/ -type d -o -name '*.py')
test_sources := $(shell find src/ tests/ scripts/ bench/ -type d -o -name '*.ts' 2>/dev/null)
run_tests = . scripts/environment.sh; "$$NODE" dist-test/scripts/run-tests.js --only "$$ONLY"

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: setup .stamps/build ## run FILE=algorithms/fibonacci.py in the jail
	@"$$NODE" dist/cli/main.js run "$$FILE"

.PHONY: analyze
analyze: setup .stamps/build ## measure how the cost of ALGO=fibonacci grows, in the jail
	@"$$NODE" dist/cli/main.js analyze "$$ALGO"

.PHONY: serve
serve: setup .stamps/build ## serve MCP clients over HTTP on loopback
	@"$$NODE" dist/cli/main.js serve

.PHONY: check-secrets
check-secrets: setup-npm .stamps/build ## find the API keys that are needed, and write .env
	@"$$NODE" dist/cli/main.js secrets check

.PHONY: test
test: lint setup-container-tests ## lint, types and every test
	@$(run_tests)

.PHONY: test-unit
test-unit: setup-test .stamps/build .stamps/build-test ## the unit tests alone (ONLY=part/of/a/path narrows every test target)
	@$(run_tests) --unit

.PHONY: test-capability
test-capability: setup-test setup-container-tests .stamps/build .stamps/build-test ## the tests in tests/ alone
	@$(run_tests) --capability

.PHONY: test-node
test-node: setup-test setup-container-tests .stamps/build .stamps/build-test ## every test under NODE=/path/to/node
	@"$$NODE" --version
	@$(run_tests)

.PHONY: test-lts
test-lts: setup-test setup-container-tests .stamps/build .stamps/build-test ## every test under the long-term release of Node.js
	@scripts/test-lts.sh

.PHONY: test-vm
test-vm: setup-test .stamps/build .stamps/build-test ## the tests in tests/ in a virtual Debian with cgroup v2, as user and as root
	@scripts/test-vm.sh

.PHONY: fuzz
fuzz: export FUZZ_FACTOR := $(FUZZ_FACTOR)
fuzz: setup-test .stamps/build-test ## a million random inputs, some minutes (FUZZ_FACTOR=50)
	@. scripts/environment.sh; "$$NODE" dist-test/scripts/fuzz.js

.PHONY: python-tests
python-tests: setup-python-tests .stamps/build .stamps/build-test ## CPython's own tests in a sandbox and outside, compared, some minutes
	@scripts/python-tests.sh

.PHONY: setup-python-tests
setup-python-tests: setup-test
	@scripts/setup-python-tests.sh

.PHONY: python-docs
python-docs: setup-test .stamps/build-test ## write the differences of CPython's own tests to docs/cpython.md
	@"$$NODE" dist-test/scripts/write-cpython.js

.PHONY: bench
bench: setup-test .stamps/build ## measure against the baselines in bench/ (ARGS='--full --only throughput')
	@"$$NODE" dist/cli/main.js bench $(ARGS)

.PHONY: bench-docs
bench-docs: setup-test .stamps/build .stamps/build-test ## measure at length and write the results to docs/
	@mkdir -p bench/results
	@"$$NODE" dist/cli/main.js bench --full --json $(ARGS) >bench/results/latest.json
	@"$$NODE" dist-test/scripts/render-benchmarks.js bench/results/latest.json

.PHONY: ablation
ablation: setup-test .stamps/build .stamps/build-test ## drop every layer and see who notices (ARGS=--write: into docs/ablation.md), as root
	@"$$NODE" dist-test/scripts/run-ablation.js $(ARGS)

.PHONY: config-docs
config-docs: setup-test .stamps/build-test ## write the settings to schemas/ and docs/configuration.md
	@"$$NODE" dist-test/scripts/write-configuration.js

.PHONY: system-call-docs
system-call-docs: setup-test .stamps/build-test ## write the filter's table to docs/system-calls.md
	@"$$NODE" dist-test/scripts/write-system-calls.js

.PHONY: promise-docs
promise-docs: setup-test .stamps/build-test ## write the promises, what keeps and proves each, to docs/promises.md and SECURITY.md
	@"$$NODE" dist-test/scripts/write-promises.js

.PHONY: backend-docs
backend-docs: setup-test .stamps/build-test ## write what each backend can, and how the corpus went with it, to docs/backends/README.md
	@"$$NODE" dist-test/scripts/write-backends.js

.PHONY: cis-docs
cis-docs: setup-test .stamps/build-test ## write the items of the CIS Docker Benchmark to docs/cis.md
	@"$$NODE" dist-test/scripts/write-cis.js

.PHONY: components
components: setup-npm .stamps/build-test ## record checksums that components/manifest.json has not yet, and compare those that it has
	@"$$NODE" dist-test/scripts/update-components.js

.PHONY: updates
updates: setup .stamps/build ## say what of that which this stands on is outdated
	@"$$NODE" dist/cli/main.js updates

.PHONY: update-data
update-data: setup-npm .stamps/build-test ## refresh the data that `make updates` judges by
	@"$$NODE" dist-test/scripts/refresh-updates.js

.PHONY: lint
lint: setup-test .stamps/build .stamps/build-test ## types, eslint, prettier, ruff and what may stand in the repository
	@scripts/lint.sh check

.PHONY: format
format: setup .stamps/build-test ## write the formatting and what linters can mend
	@scripts/lint.sh fix

.PHONY: compile
compile: setup-npm .stamps/build ## compile to dist/

.PHONY: build
build: setup-container ## build the container's image (DATA=1: with numpy, pandas, matplotlib; BASE_IMAGE=…, MCP_UID=…)
	@container/build.sh "$${IMAGE:-localhost/isolated-pymcp:latest}"

.PHONY: build-offline
build-offline: setup-base ## the same on a base made here by mmdebstrap, without a registry of images, as root
	@container/local-base.sh
	@BASE_IMAGE=localhost/isolated-pymcp-base:bookworm container/build.sh "$${IMAGE:-localhost/isolated-pymcp:latest}"

.PHONY: up
up: check-secrets setup-container .stamps/build-test ## start the container on 127.0.0.1:3001 (WORKSPACE=DIR WRITABLE=1 PORT=…)
	@container/up.sh

.PHONY: down
down: ## stop the container; its volumes stay
	@container/down.sh

.PHONY: shell
shell: ## a shell in the running container
	@container/shell.sh

.PHONY: container-files
container-files: setup-test .stamps/build-test ## write container/seccomp.json from the table of system calls
	@"$$NODE" dist-test/scripts/write-container-files.js

.PHONY: mcpb
mcpb: setup-npm .stamps/build .stamps/build-test ## build the bundle for Claude Desktop: dist-bundle/isolated-pymcp-VERSION.mcpb
	@"$$NODE" dist-test/scripts/build-mcpb.js

.PHONY: release
release: setup-npm .stamps/build .stamps/build-test ## package, bundle, bills of materials, provenance and checksums to dist-release/
	@scripts/release.sh

.PHONY: setup
setup: ## check Node.js, install npm and system packages
	@scripts/setup.sh run

.PHONY: setup-npm
setup-npm:
	@scripts/setup.sh npm

.PHONY: setup-test
setup-test:
	@scripts/setup.sh test

.PHONY: setup-container-tests
setup-container-tests: setup-test
	@scripts/setup-container-tests.sh

.PHONY: setup-container
setup-container:
	@scripts/setup-container.sh

.PHONY: setup-base
setup-base:
	@scripts/setup-container.sh base

.PHONY: clean
clean: ## remove what was built and installed here
	@rm -rf dist dist-test dist-bundle dist-release .stamps node_modules

.stamps/build: $(sources) $(attacks) scripts/build.sh tsconfig.json tsconfig.build.json tsconfig.bench.json package-lock.json | setup-npm
	@scripts/build.sh build

.stamps/build-test: $(test_sources) tsconfig.json tsconfig.test.json package-lock.json | setup-npm
	@scripts/build.sh test
