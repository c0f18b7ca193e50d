# Two images from one checkout: `docker build --target web .` and `docker build --target worker .`
# Both run the TypeScript sources on Node 24; built are only the pages, the database client, the audio engine and its worklets.

FROM node:24.21.0-slim AS manifests
WORKDIR /app
ENV CI=true NEXT_TELEMETRY_DISABLED=1
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY apps/cli/package.json apps/cli/
COPY apps/web/package.json apps/web/
COPY apps/worker/package.json apps/worker/
COPY e2e/package.json e2e/
COPY packages/advice/package.json packages/advice/
COPY packages/audio/package.json packages/audio/
COPY packages/core/package.json packages/core/
COPY packages/dsp/package.json packages/dsp/
COPY packages/markers/package.json packages/markers/
COPY packages/player/package.json packages/player/
COPY packages/protocol/package.json packages/protocol/
COPY prisma/package.json prisma/

FROM manifests AS built
RUN npx -y pnpm@12.21.0 install --frozen-lockfile
COPY . .
RUN node_modules/.bin/node scripts/build.ts

FROM manifests AS web-packages
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod --filter "@sweetspot/web..."

FROM manifests AS worker-packages
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod --filter "@sweetspot/worker..."

FROM node:24.21.0-slim AS runtime
WORKDIR /app
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
VOLUME /data

FROM runtime AS web
COPY --from=web-packages /app ./
COPY packages packages
COPY prisma prisma
COPY apps/web apps/web
COPY --from=built /app/packages/dsp/build packages/dsp/build
COPY --from=built /app/prisma/client prisma/client
COPY --from=built /app/packages/player/build packages/player/build
COPY --from=built --chown=node:node /app/apps/web/.next apps/web/.next
USER node
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "node prisma/scripts/deploy.ts && exec node apps/web/server.ts"]

FROM runtime AS worker
COPY --from=worker-packages /app ./
COPY packages packages
COPY prisma prisma
COPY apps/worker apps/worker
COPY --from=built /app/packages/dsp/build packages/dsp/build
COPY --from=built /app/prisma/client prisma/client
USER node
ENV WORKER_HEALTH_PORT=3001
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WORKER_HEALTH_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["sh", "-c", "node prisma/scripts/deploy.ts && exec node apps/worker/src/main.ts"]
