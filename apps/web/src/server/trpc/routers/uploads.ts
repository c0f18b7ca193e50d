import { cancelUpload, cancelUploadInput } from '@sweetspot/core/uploads/cancel-upload';
import { dismissUpload, dismissUploadInput } from '@sweetspot/core/uploads/dismiss-upload';
import { finishUpload, finishUploadInput } from '@sweetspot/core/uploads/finish-upload';
import { listOpenUploads, listOpenUploadsInput } from '@sweetspot/core/uploads/list-open-uploads';
import { startUpload, startUploadInput } from '@sweetspot/core/uploads/start-upload';
import { procedure, router } from '../trpc.ts';

export const uploadsRouter = router({
  start: procedure.input(startUploadInput).mutation(({ ctx, input }) => startUpload(ctx.core, input)),
  finish: procedure
    .input(finishUploadInput)
    .mutation(({ ctx, input }) => finishUpload(ctx.core, input, { uploadDirectory: ctx.services.uploadsDir })),
  dismiss: procedure.input(dismissUploadInput).mutation(({ ctx, input }) => dismissUpload(ctx.core, input)),
  cancel: procedure
    .input(cancelUploadInput)
    .mutation(({ ctx, input }) => cancelUpload(ctx.core, input, { uploadDirectory: ctx.services.uploadsDir })),
  listOpen: procedure.input(listOpenUploadsInput).query(({ ctx, input }) => listOpenUploads(ctx.core, input)),
});
