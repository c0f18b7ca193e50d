import { listActivity, listActivityInput } from '@sweetspot/core/activity/list-activity';
import { addProject, addProjectInput } from '@sweetspot/core/projects/add-project';
import { getProject, getProjectInput } from '@sweetspot/core/projects/get-project';
import { listProjects } from '@sweetspot/core/projects/list-projects';
import { removeProject, removeProjectInput } from '@sweetspot/core/projects/remove-project';
import { transferOwnership, transferOwnershipInput } from '@sweetspot/core/projects/transfer-ownership';
import { updateProject, updateProjectInput } from '@sweetspot/core/projects/update-project';
import { procedure, router } from '../trpc.ts';

export const projectsRouter = router({
  list: procedure.query(({ ctx }) => listProjects(ctx.core)),
  get: procedure.input(getProjectInput).query(({ ctx, input }) => getProject(ctx.core, input)),
  add: procedure.input(addProjectInput).mutation(({ ctx, input }) => addProject(ctx.core, input)),
  update: procedure.input(updateProjectInput).mutation(({ ctx, input }) => updateProject(ctx.core, input)),
  remove: procedure.input(removeProjectInput).mutation(({ ctx, input }) => removeProject(ctx.core, input)),
  activity: procedure.input(listActivityInput).query(({ ctx, input }) => listActivity(ctx.core, input)),
  transferOwnership: procedure
    .input(transferOwnershipInput)
    .mutation(({ ctx, input }) => transferOwnership(ctx.core, input)),
});
