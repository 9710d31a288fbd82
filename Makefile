# Each target installs what it needs and is quick the second time. `make help` lists them.

.PHONY: help run dev build test check bench fuzz
.DEFAULT_GOAL := help

# In development Google's side is the emulator, which listens beside the portal.
run dev: export SENTRALBORD_EMULATOR_LISTEN ?= 127.0.0.1:3999
run dev: export SENTRALBORD_GOOGLE_BASE_URL ?= http://$(SENTRALBORD_EMULATOR_LISTEN)
run dev: export SENTRALBORD_ENVIRONMENT ?= Test

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name does; do printf '  make %-6s %s\n' "$$name" "$$does"; done

# Not optimised: that would take twice as long to the first page, and a page takes milliseconds either way.
run: ## build and start the portal, its database and the emulator of Google's side
	@.ci/install run
	@cargo run --quiet -p bundle
	@cargo build -p server
	@exec cargo run --quiet -p server -- serve

dev: ## the same, and again whenever a file changes
	@.ci/install run
	@exec .ci/dev

build: ## make the release binary, target/release/sentralbord: one file, ready to copy to a server
	@.ci/install run
	cargo run --quiet -p bundle
	cargo build --release -p server
	@ls -l $(TARGET)/release/sentralbord

test: ## run every test, those in the browser included
	@.ci/install test
	cargo run --quiet -p bundle
	cargo nextest run --no-run
	$(TARGET)/debug/sentralbord postgres run --throw-away -- cargo nextest run --no-fail-fast
	cargo test --quiet --doc
	cd end2end && SENTRALBORD_BIN=$(TARGET)/debug/sentralbord npx playwright test

check: ## format, house rules and lints, without tests
	cargo fmt --all --check
	.ci/rules
	cargo clippy --all-targets -- -D warnings

bench: ## run the benchmarks; prints one `name: figure` line each
	@.ci/install run
	cargo run --quiet -p bundle
	cargo bench --quiet -p server --bench portal
	cargo run --quiet --release --manifest-path server/benches/routing/Cargo.toml --target-dir $(TARGET)/routing-bench

fuzz: ## look ten minutes long for rules on which routing fails
	@command -v cargo-fuzz > /dev/null || cargo install --quiet --locked cargo-fuzz
	@mkdir -p server/domain/fuzz/corpus/decide
	cd server/domain && RUSTC_BOOTSTRAP=1 cargo fuzz run --sanitizer none --target-dir $(TARGET)/fuzz decide fuzz/corpus/decide fuzz/seeds/decide -- -dict=fuzz/decide.dict -max_len=4096 -max_total_time=600
