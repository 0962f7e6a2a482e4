# The worker and the codec server. Debian, not Alpine: Temporal's native core is built for glibc.
FROM node:24-bookworm-slim

WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY bin ./bin
COPY src ./src
COPY templates ./templates

USER node
CMD ["node", "src/worker.ts"]
