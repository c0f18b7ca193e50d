import { sendJson } from './respond.ts';
import type { Route } from './route.ts';

/** Healthy means that the database answers; the supervisor and the load balancer ask. */
export const healthRoute: Route = {
  method: 'GET',
  pattern: '/healthz',
  deadline: 'short',
  async handle({ response, services }) {
    try {
      await services.db.$queryRaw`SELECT 1`;
      sendJson(response, 200, { status: 'ok' });
    } catch (error) {
      services.log.error({ error }, 'the database does not answer');
      sendJson(response, 503, { status: 'the database does not answer' });
    }
  },
};
