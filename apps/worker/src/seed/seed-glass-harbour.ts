import { giveApproval } from '@sweetspot/core/approvals/give-approval';
import type { Context } from '@sweetspot/core/context';
import { requestMaster } from '@sweetspot/core/renders/request-master';
import { requestMix } from '@sweetspot/core/renders/request-mix';
import { requestRoughMix } from '@sweetspot/core/renders/request-rough-mix';
import { suggestRecipe } from '@sweetspot/core/renders/suggest-recipe';
import { moveStage } from '@sweetspot/core/stages/move-stage';
import type { DemoPerson } from '@sweetspot/prisma/demo';
import { defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { waitForVersion, writeNotes } from './seed-session.ts';
import { withReverb } from './with-reverb.ts';

/** A song whose mix is approved and whose first master waits for a yes. Its stems can be heard already. */
export async function seedGlassHarbour(
  { mira, jo, anna }: Record<DemoPerson, Context>,
  songId: string,
  tell: (line: string) => void,
): Promise<void> {
  await waitForVersion(mira, await requestRoughMix(mira, { songId }));
  tell('Glass Harbour: rough mix');
  await moveStage(jo, { songId, to: 'mixing', confirmInvalidates: false });
  const start = await suggestRecipe(jo, { songId });
  if (!start) throw new Error('There are stems to mix.');
  const recipe = {
    ...start,
    strips: start.strips.map((strip) =>
      /vocal|pad/i.test(strip.name) ? { ...strip, sends: withReverb(strip, -14) } : strip,
    ),
  };
  const mix = await waitForVersion(jo, await requestMix(jo, { songId, recipe, name: '' }));
  tell('Glass Harbour: Mix 1');
  await writeNotes(mix, [
    {
      by: mira,
      body: 'The breath before the first line: please leave it in.',
      at: 0.12,
      replies: [{ by: jo, body: 'It stays.' }],
      steps: [
        { by: jo, status: 'addressed' },
        { by: mira, status: 'verified' },
      ],
    },
    { by: anna, body: 'Goosebumps.', at: [0.6, 0.75] },
  ]);
  await giveApproval(mira, {
    versionId: mix.id,
    fileSha256: mix.sha256,
    decision: 'approved',
    note: 'This is it. On to the master.',
  });
  await moveStage(jo, { songId, to: 'mastering', confirmInvalidates: false });

  const render = await requestMaster(jo, {
    songId,
    versionId: mix.id,
    recipe: defaultMasterRecipe({ lufs: -14, ceilingDbtp: -1 }),
    name: '',
    declareReady: false,
  });
  const master = await waitForVersion(jo, render);
  tell('Glass Harbour: Master 1');
  await writeNotes(master, [
    { by: jo, body: 'Streaming level, nothing squeezed. Listen to it beside the mix at matched loudness.' },
    {
      by: anna,
      body: 'The cymbals feel brighter than in the mix here. On purpose?',
      at: [0.44, 0.5],
      replies: [{ by: jo, body: 'No EQ at all in this one; it is the level. Try loudness match.' }],
    },
  ]);
}
