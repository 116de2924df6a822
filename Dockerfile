# One image for every service: which one it runs is its command. Without a command it is the whole suite in one process:
#   docker build -t parley . && docker run -p 8080:8080 -v parley:/data parley
FROM node:24-bookworm-slim AS base
WORKDIR /parley
COPY package.json package-lock.json ./
COPY libs/client/package.json libs/client/
COPY apps/web/package.json apps/web/

FROM base AS build
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM base AS dependencies
RUN npm ci --omit=dev --workspaces=false --no-audit --no-fund

FROM node:24-bookworm-slim
WORKDIR /parley
ENV NODE_ENV=production METRICS_PORT=9464 GRPC_PORT=9090 DATA_DIR=/data
# Docker gives a new volume the owner of the folder that it covers.
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /parley/node_modules node_modules
COPY --from=build /parley/dist dist
COPY package.json ./
# Read at run time: by gRPC reflection, and to make the tables of the history.
COPY proto proto
COPY deploy/cassandra deploy/cassandra
USER node
EXPOSE 8080
# The slim image has no curl, and Node has fetch.
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/standalone/main.js"]
