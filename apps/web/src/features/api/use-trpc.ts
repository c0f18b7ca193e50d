import { createTRPCContext } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../server/trpc/app-router.ts';

/**
 * `useTRPC()` gives the options for TanStack Query (`useQuery(trpc.songs.get.queryOptions({ songId }))`,
 * `useMutation(trpc.comments.add.mutationOptions())`); `useTRPCClient()` calls a procedure directly.
 */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();
