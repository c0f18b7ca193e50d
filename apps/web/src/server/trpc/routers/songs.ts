import { adviseSong, adviseSongInput } from '@sweetspot/core/advice/advise-song';
import { addSong, addSongInput } from '@sweetspot/core/songs/add-song';
import { getSong, getSongInput } from '@sweetspot/core/songs/get-song';
import { listSongs } from '@sweetspot/core/songs/list-songs';
import { removeSong, removeSongInput } from '@sweetspot/core/songs/remove-song';
import { renameSong, renameSongInput } from '@sweetspot/core/songs/rename-song';
import { reorderSongs, reorderSongsInput } from '@sweetspot/core/songs/reorder-songs';
import { moveStage, moveStageInput } from '@sweetspot/core/stages/move-stage';
import { procedure, router } from '../trpc.ts';

export const songsRouter = router({
  list: procedure.query(({ ctx }) => listSongs(ctx.core)),
  get: procedure.input(getSongInput).query(({ ctx, input }) => getSong(ctx.core, input)),
  advice: procedure.input(adviseSongInput).query(({ ctx, input }) => adviseSong(ctx.core, input)),
  add: procedure.input(addSongInput).mutation(({ ctx, input }) => addSong(ctx.core, input)),
  rename: procedure.input(renameSongInput).mutation(({ ctx, input }) => renameSong(ctx.core, input)),
  reorder: procedure.input(reorderSongsInput).mutation(({ ctx, input }) => reorderSongs(ctx.core, input)),
  remove: procedure.input(removeSongInput).mutation(({ ctx, input }) => removeSong(ctx.core, input)),
  moveStage: procedure.input(moveStageInput).mutation(({ ctx, input }) => moveStage(ctx.core, input)),
});
