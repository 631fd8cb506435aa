# Everything starts here: `make run` and `make test` set up .venv by themselves. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run test unit check model bench ablation lock clean setup-run setup-test
# Targets share one .venv, so they are never run side by side.
.NOTPARALLEL:

PY := .venv/bin/python
UV_VERSION := 0.13.9
# The packages that are published as sources only.
BUILT := authres,dkimpy
# Options of `pratica demo`, for example: make run ARGS="--as bob"
ARGS ?=
# The tests' worker processes; 0 runs them in one, which a debugger wants.
WORKERS ?= 2
# Seconds after which one test counts as hanging.
TIMEOUT ?= 600

# SETUP makes .venv out of a lock, once; all it says goes to standard error, and it reads nothing.
#   .venv/busy           is there while it works: a set-up that was killed is done again from nothing
#   .venv/ready-run      what requirements.lock, the checkout's place and the Python were when it was installed
#   .venv/ready-test     the same for requirements-dev.lock, which holds all of the other and the test tools
#   .venv/ready-project  the same for pyproject.toml
define SETUP
set -eu
want=$$1
fail() { printf 'set-up: %s\n' "$$*" >&2; exit 1; }
stamp() { printf '%s\n' "$$PWD"; cksum < "$$1"; }
same() { [ -f "$$1" ] && [ "$$(cat "$$1")" = "$$(stamp "$$2")" ]; }
lock_of() { case $$1 in test) echo requirements-dev.lock ;; *) echo requirements.lock ;; esac; }
lock=$$(lock_of "$$want")

[ -x .venv/bin/python ] && [ ! -e .venv/busy ] && same .venv/ready-run requirements.lock && fresh=no || fresh=yes
if [ $$want = test ] && [ -e .venv/ready-test ] && ! same .venv/ready-test "$$lock"; then fresh=yes; fi
if [ $$fresh = no ] && same ".venv/ready-$$want" "$$lock" && same .venv/ready-project pyproject.toml; then exit 0; fi

unset PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX PIP_REQUIREMENT PIP_CONSTRAINT || true
export PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
pip() {
    .venv/bin/python -m pip "$$@" > .venv/setup.log 2>&1 && return 0
    if grep -qiE 'NewConnectionError|NameResolutionError|Temporary failure|Connection refused|unreachable|timed? ?out|Max retries|ProxyError|SSLError' .venv/setup.log
    then fail 'the packages could not be downloaded; check the network (or the proxy) and run the same command again. pip said more in .venv/setup.log.'
    fi
    grep -E '^ *ERROR' .venv/setup.log | tail -n 3 >&2 || true
    fail 'pip could not install the packages; the whole of what it said is in .venv/setup.log.'
}

if [ $$fresh = yes ]; then
    python=
    fits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
    if [ -n "$${PYTHON:-}" ]; then set -- "$$PYTHON"; else set -- python3.13 python3.12 python3.11 python3 python; fi
    for candidate in "$$@"; do
        if "$$candidate" -c "$$fits" > /dev/null 2>&1; then python=$$candidate; break; fi
    done
    [ -n "$$python" ] || fail "no Python 3.11, 3.12 or 3.13 with its venv module was found (tried: $$*); install one (Debian, Ubuntu: apt install python3-venv) or name one: make PYTHON=/path/to/python3 ..."
    printf 'set-up: making .venv with %s; this is done once and takes a minute or two ...\n' "$$("$$python" -V)" >&2
    rm -rf .venv || fail 'the old .venv could not be removed.'
    mkdir .venv || fail 'the folder .venv could not be made here.'
    : > .venv/busy
    "$$python" -m venv .venv > .venv/setup.log 2>&1 || fail 'Python could not make .venv; why is in .venv/setup.log.'
else
    printf 'set-up: bringing .venv up to date ...\n' >&2
    : > .venv/busy
fi
if ! same ".venv/ready-$$want" "$$lock"; then
    # setuptools first: $(BUILT) have no wheels and are built with it, not with one that pip fetches without a hash
    awk '/^[a-z]/ { keep = /^setuptools==/ } keep' "$$lock" > .venv/build.lock
    pip install --retries 2 --only-binary :all: --require-hashes --requirement .venv/build.lock
    pip install --retries 2 --only-binary :all: --no-binary $(BUILT) --no-build-isolation --require-hashes --requirement "$$lock"
fi
pip install --no-deps --no-build-isolation --no-index --editable .
stamp pyproject.toml > .venv/ready-project
stamp requirements.lock > .venv/ready-run
if [ $$want = test ]; then stamp "$$lock" > .venv/ready-test; fi
rm .venv/busy
printf 'set-up: done.\n' >&2
endef
export SETUP

help: ## show this list (the default)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: setup-run ## start the assistant with the sample company (ARGS="--as bob" passes options on)
	@$(PY) -m bot demo $(ARGS)

test: setup-test ## set up, check, and run every test
	@$(MAKE_CHECK)
	@$(PY) -m pytest -n $(WORKERS) --timeout $(TIMEOUT)

unit: setup-test ## run the quick tests: the core and the use cases
	@$(PY) -m pytest -q --timeout $(TIMEOUT) tests/unit tests/handlers

check: setup-test ## lint, format, types and import contracts
	@$(MAKE_CHECK)

model: setup-test ## learn anew from the example sentences of the types that ship
	@$(PY) -m bot model tests/data/own/*.jsonl

bench: setup-test ## measure time per message, messages a second, what understanding, mail, chat and the clock cost; minutes
	@$(PY) -m tests.bench

ablation: setup-test ## what example sentences and embeddings each bring, and types learned by ten sentences; minutes
	@$(PY) -m tests.bench.ablation

lock: ## resolve the dependencies of pyproject.toml into the two locks (UPGRADE=1: newest versions)
	@sh -c "$$LOCK" lock '$(UPGRADE)'

clean: ## remove .venv and the tools' caches
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache pratica.egg-info

setup-run:
	@sh -c "$$SETUP" setup run < /dev/null >&2

setup-test:
	@sh -c "$$SETUP" setup test < /dev/null >&2

define MAKE_CHECK
$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && .venv/bin/lint-imports --no-logo
endef

# One resolution for every platform and Python 3.11 to 3.13; the second lock is held to the versions of the first.
define LOCK
set -eu
tools=$$(mktemp -d)
trap 'rm -rf "$$tools"' EXIT
$${PYTHON:-python3} -m venv "$$tools"
"$$tools/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)" >&2
compile() {
    "$$tools/bin/uv" pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --group build "$$@" > /dev/null
}
[ -z "$$1" ] && upgrade= || upgrade=--upgrade
compile $$upgrade --extra channels --extra embeddings --extra llm --extra mail --output-file requirements.lock
compile $$upgrade --constraint requirements.lock --extra channels --extra embeddings --extra llm --extra mail --group dev --output-file requirements-dev.lock
endef
export LOCK
