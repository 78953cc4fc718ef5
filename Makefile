# The everyday commands. Nothing here needs more than Go and make; `make test`
# installs PostgreSQL on a Debian machine where it runs as root.

GO     ?= go
TOOL   := $(GO) tool -modfile=tools/go.mod
FUZZ   ?= 30s
PKGS   ?= ./...

.PHONY: help run test lint bench bench-ingest bench-relevance fuzz corpus generate fmt

help: ## list these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## watch the whole job on the bundled sample feeds
	$(GO) run ./cmd/pickwick demo

test: ## run every test, with the race detector
	@scripts/test-setup
	$(GO) test -race $(PKGS)

lint: ## vet, staticcheck, gofumpt, golangci-lint and the architecture tests
	$(GO) vet ./...
	$(TOOL) staticcheck ./...
	@unformatted=$$($(TOOL) gofumpt -l cmd feeds configs internal); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run make fmt:"; echo "$$unformatted"; exit 1; fi
	$(TOOL) golangci-lint run ./...
	$(GO) test ./internal/arch

fmt: ## format the code
	$(TOOL) gofumpt -w cmd feeds configs internal

bench: ## run every benchmark
	$(GO) test -run '^$$' -bench . -benchmem $(PKGS)

bench-ingest: ## what polling 2,000 feeds takes, beside the least that it could (RUNS=5, PROFILE=folder)
	scripts/bench-ingest

bench-relevance: ## ranking quality on the labelled sets (needs PICKWICK_DATA)
	scripts/relevance

corpus: ## the main job on every real feed document, with kills (needs PICKWICK_DATA)
	scripts/corpus

fuzz: ## fuzz every target for FUZZ (default 30s) each
	@scripts/fuzz $(FUZZ)

generate: ## write the JSON Schemas anew from the Go types
	$(GO) generate ./...
