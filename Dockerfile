# Stafett in a container. Everything it keeps and reads is in /data: stafett.toml, and var/ unless the settings
# say PostgreSQL and S3. See compose.yaml for the whole house.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
WORKDIR /src
# The pins change seldom, the code often: two layers.
COPY constraints.txt .
RUN pip install --require-hashes -r constraints.txt
COPY . .
RUN pip install --no-deps --no-build-isolation . && python -m compileall -q /venv

FROM python:${PYTHON}-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin stafett && install -d -o stafett -g stafett /data
COPY --from=build /venv /venv
# From outside the container, 127.0.0.1 in it is out of reach. These win over the file.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STAFETT_WEB__LISTEN=0.0.0.0:8080 \
    STAFETT_MAIL__SMTP__LISTEN=0.0.0.0:2525
USER stafett
WORKDIR /data
VOLUME /data
EXPOSE 8080 2525
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["stafett"]
CMD ["run"]
