import { AppError, type ErrorCode } from '@sweetspot/protocol';
import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { z } from 'zod';
import { refuseProgram } from '../auth/identify.ts';
import { publicError } from '../http/respond.ts';
import type { ApiContext } from './context.ts';

const codeOf: Record<ErrorCode, TRPC_ERROR_CODE_KEY> = {
  bad_input: 'BAD_REQUEST',
  not_signed_in: 'UNAUTHORIZED',
  not_allowed: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  gone: 'NOT_FOUND',
  too_large: 'PAYLOAD_TOO_LARGE',
  too_many: 'TOO_MANY_REQUESTS',
  storage_full: 'SERVICE_UNAVAILABLE',
  unavailable: 'SERVICE_UNAVAILABLE',
  cancelled: 'CONFLICT',
  internal: 'INTERNAL_SERVER_ERROR',
};

/** Errors of tRPC itself, before a use case was reached. */
const appErrorOf = (error: TRPCError): AppError => {
  const { cause } = error;
  if (cause instanceof AppError) return cause;
  // Only of the input: what a use case could not parse is no fault of the caller's.
  if (cause instanceof z.ZodError && error.code === 'BAD_REQUEST') {
    return new AppError('bad_input', cause.issues[0]?.message ?? 'This cannot be understood.');
  }
  switch (error.code) {
    case 'NOT_FOUND':
      return new AppError('not_found', 'There is no such call.');
    case 'BAD_REQUEST':
    case 'PARSE_ERROR':
    case 'UNPROCESSABLE_CONTENT':
    case 'METHOD_NOT_SUPPORTED':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new AppError('bad_input', 'This call cannot be understood. Reload the page.');
    case 'PAYLOAD_TOO_LARGE':
      return new AppError('too_large', 'This is too much at once.');
    default:
      return publicError(undefined);
  }
};

const t = initTRPC
  .context<ApiContext>()
  .meta<{ public: true }>()
  .create({
    transformer: superjson,
    isDev: false, // Stacks are for the log, in development too.
    errorFormatter({ error, shape }) {
      const shown = appErrorOf(error);
      const fields: Record<string, string> = {};
      if (error.cause instanceof z.ZodError && error.code === 'BAD_REQUEST') {
        for (const issue of error.cause.issues) fields[issue.path.join('.')] ??= issue.message;
      }
      const { httpStatus, path } = shape.data;
      return {
        ...shape,
        message: shown.message,
        /** `fields`: what is wrong with which input, for forms. */
        data: { code: shape.data.code, httpStatus, path, appCode: shown.code, fields },
      };
    },
  });

/** Gives an error of a use case the HTTP status that belongs to its code, and logs what nobody expected. */
const guarded = t.procedure.use(async ({ ctx, meta, path, next }) => {
  if (ctx.identity.actor.kind === 'anonymous' && meta?.public !== true) {
    throw toTrpc(new AppError('not_signed_in', 'Sign in first.'));
  }
  const refusal = path.startsWith('account.') && path !== 'account.me' ? refuseProgram(ctx.identity) : null;
  if (refusal) throw toTrpc(refusal);
  const result = await next();
  if (result.ok) return result;
  const { cause } = result.error;
  if (cause instanceof AppError) throw toTrpc(cause);
  if (result.error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.services.log.error({ error: cause ?? result.error, path }, 'a procedure failed');
  }
  return result;
});

const toTrpc = (cause: AppError): TRPCError =>
  new TRPCError({ code: codeOf[cause.code], message: cause.message, cause });

export const router = t.router;

/** For people who signed in or came through a share link; what each may do is decided in core. */
export const procedure = guarded;

/** The few procedures that anybody may call; each row of the access matrix says so too. */
export const publicProcedure = guarded.meta({ public: true });
