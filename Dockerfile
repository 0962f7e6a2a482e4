# One image for worker, API's server, codec server and command line. Debian, not Alpine: Temporal's native core is built for glibc.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
# Else every worker puts the workflows together when it starts.
RUN node src/bundle.ts dist/workflows.js

FROM ${NODE_IMAGE}
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY bin ./bin
COPY src ./src
COPY templates ./templates
COPY operations/is-healthy.js ./operations/is-healthy.js
COPY --from=build /app/dist ./dist

# The version a worker tells Temporal where STAYKEY_DEPLOYMENT_NAME is set; docs/deployment.md.
ARG BUILD_ID=
ENV NODE_ENV=production \
    STAYKEY_BUILD_ID=${BUILD_ID} \
    STAYKEY_WORKFLOW_BUNDLE=/app/dist/workflows.js \
    STAYKEY_METRICS_PORT=9464

# It owns nothing in the image, and needs to write nowhere.
USER node
# Of a worker; other services have their own in docker-compose.yml. Run with --init: Node takes signals, but reaps no orphans.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=4 \
  CMD ["node", "operations/is-healthy.js", "http://127.0.0.1:9464/readyz"]
CMD ["node", "src/worker.ts"]
