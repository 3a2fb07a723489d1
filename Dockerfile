# syntax=docker/dockerfile:1

FROM node:26.4.0-slim@sha256:a1d9d671994fc2d26e297ac56b4b1522a8bc7fa71c43b14cd1b1fe6c5116f7dc AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json schema.json ./
COPY bin ./bin
COPY scripts ./scripts
COPY src ./src
RUN npm run build

# opsguard-ignore docker/require-healthcheck -- a command that reads a folder and ends: there is no service to probe
FROM gcr.io/distroless/nodejs24-debian13:nonroot@sha256:fbbdda866ea71aef98c4abece17e3d61fbf820cc2ef3961522caa2478716171a
LABEL org.opencontainers.image.source="https://github.com/opsguard/opsguard" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /opt/opsguard
COPY --from=build /src/package.json /src/schema.json ./
COPY --from=build /src/bin ./bin
COPY --from=build /src/dist ./dist
WORKDIR /workspace
USER 65532
ENTRYPOINT ["/nodejs/bin/node", "/opt/opsguard/bin/opsguard.js"]
