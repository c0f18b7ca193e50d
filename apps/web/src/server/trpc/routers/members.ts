import { changeRole, changeRoleInput } from '@sweetspot/core/members/change-role';
import { countHandedOut, countHandedOutInput } from '@sweetspot/core/members/count-handed-out';
import {
  leaveProject,
  leaveProjectInput,
  removeMember,
  removeMemberInput,
} from '@sweetspot/core/members/remove-member';
import { procedure, router } from '../trpc.ts';

export const membersRouter = router({
  changeRole: procedure.input(changeRoleInput).mutation(({ ctx, input }) => changeRole(ctx.core, input)),
  handedOut: procedure.input(countHandedOutInput).query(({ ctx, input }) => countHandedOut(ctx.core, input)),
  remove: procedure.input(removeMemberInput).mutation(({ ctx, input }) => removeMember(ctx.core, input)),
  leave: procedure.input(leaveProjectInput).mutation(({ ctx, input }) => leaveProject(ctx.core, input)),
});
