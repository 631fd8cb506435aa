# The packages are installed in one stage and copied into a clean one: no pip, no compiler and no cache in the result.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv \
    && awk '/^[a-z]/ { keep = /^setuptools==/ } keep' requirements.lock > build.lock \
    && .venv/bin/python -m pip install --only-binary :all: --require-hashes --requirement build.lock \
    && .venv/bin/python -m pip install --only-binary :all: --no-binary authres,dkimpy --no-build-isolation --require-hashes --requirement requirements.lock
COPY . ./
RUN .venv/bin/python -m pip install --no-deps --no-build-isolation --no-index --editable . \
    && .venv/bin/python -m compileall -q bot handlers integrations storage \
    && .venv/bin/python -m pip uninstall --quiet --yes setuptools pip \
    && rm -rf build build.lock requirements.lock

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin pratica \
    && install --directory --owner=pratica --group=pratica --mode=0700 /data
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PRATICA_DATA_DIR=/data
WORKDIR /app
USER pratica
VOLUME /data
ENTRYPOINT ["pratica"]
CMD ["demo"]
