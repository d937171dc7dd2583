# Every target works from a clean clone. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help demo setup test lint fmt generate bench dist build-rust build-c build-python build-node build-php build-csharp build-jvm test-csharp

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: ## the whole job, against an emulator on this machine (needs only Rust)
	cargo run --quiet --package qiyuesuo-cli -- demo

setup: ## installs what the suites need (Debian or Ubuntu, as root or with sudo), and says what
	scripts/setup

test: setup ## everything: unit and integration tests, then the conformance vectors in every language
	scripts/test

lint: setup ## format, clippy with warnings denied, documentation, dependency policy, vectors against their oracle
	scripts/lint

generate: ## writes the typed layers of all languages, docs/openapi.json and qiyuesuo.h from the Rust code
	QYS_HEADER=write cargo check --quiet --package qiyuesuo-c
	cargo xtask generate

fmt: ## formats the Rust code
	cargo fmt --all

bench: setup ## side-by-side measurements; takes some minutes and two quiet cores
	benches/run

build-rust: ## the Rust example in examples/rust
	cargo build --release --package qiyuesuo-example-rust

build-c: setup ## the C library with header, pkg-config and CMake files, into target/c
	scripts/build-c

build-python: setup ## the Python package, into target/python
	scripts/build-python

build-node: setup ## the npm packages, into target/node
	scripts/build-node

build-php: setup ## the Composer package, into target/php/release
	scripts/build-php

# With a native library and a command `qys` that are there already, C# needs dotnet alone: the scripts look for it themselves.
csharp-setup := $(if $(and $(QYS_NATIVE_PATH),$(QYS_BIN)),,setup)

build-csharp: $(csharp-setup) ## the C# packages, into target/csharp
	scripts/build-csharp

test-csharp: $(csharp-setup) ## the C# packages, on .NET and on Mono
	scripts/test-csharp

build-jvm: setup ## the jars for Java and Kotlin, into target/jvm/lib
	scripts/build-jvm

dist: setup ## what is shipped, with LTO, into dist/
	scripts/dist
