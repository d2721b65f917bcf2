# docker build -t juesuan . && docker run --rm -v "$PWD:/data" juesuan extract file.pdf --out out
#
# The steps are the scripts that .ci/run runs.

FROM python:3.11-slim-bookworm AS base
COPY .ci/system-packages /usr/local/bin/system-packages
RUN system-packages && rm -rf /var/lib/apt/lists/*

FROM base AS builder
ENV PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY . .
RUN .ci/install-wheel /opt/venv all

FROM base
COPY --from=builder /opt/venv /opt/venv
# Compiled by root while it was installed: the user below cannot write there, and need not.
ENV PATH=/opt/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home --uid 1000 juesuan && install -d -o juesuan /data
USER juesuan
WORKDIR /data
ENTRYPOINT ["juesuan"]
CMD ["--help"]
