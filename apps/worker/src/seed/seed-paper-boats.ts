import type { Context } from '@sweetspot/core/context';
import { requestMix } from '@sweetspot/core/renders/request-mix';
import { requestRoughMix } from '@sweetspot/core/renders/request-rough-mix';
import { suggestRecipe } from '@sweetspot/core/renders/suggest-recipe';
import { addRequest } from '@sweetspot/core/requests/add-request';
import { acceptRequest, askRequest, replyRequest } from '@sweetspot/core/requests/answer-request';
import { moveStage } from '@sweetspot/core/stages/move-stage';
import type { DemoPerson } from '@sweetspot/prisma/demo';
import type { MixRecipe, Strip } from '@sweetspot/protocol/recipes';
import { waitForVersion, writeNotes } from './seed-session.ts';
import { withReverb } from './with-reverb.ts';

/** A song in the middle of its mix: a rough, two mixes, and what was said about them. Its stems can be heard already. */
export async function seedPaperBoats(
  { mira, jo, anna }: Record<DemoPerson, Context>,
  songId: string,
  tell: (line: string) => void,
): Promise<void> {
  const request = await addRequest(mira, {
    songId,
    service: 'mix_and_master',
    brief:
      'We recorded this in the boathouse over two nights. It should feel close and a little fragile in the verses, and open up like a window in the chorus. Please keep the voice in front, always.',
    references: ['Phoebe Bridgers – Garden Song', 'Big Thief – Shark Smile'],
    dueOn: null,
    includedRounds: 3,
  });
  await askRequest(jo, {
    requestId: request.id,
    body: 'Lovely song. Are the backing vocals meant to be heard as single voices, or as one choir?',
  });
  await replyRequest(mira, { requestId: request.id, body: 'As one choir, please, far behind her.' });
  await acceptRequest(jo, { requestId: request.id });

  const rough = await waitForVersion(mira, await requestRoughMix(mira, { songId }));
  tell('Paper Boats: rough mix');
  await writeNotes(rough, [{ by: mira, body: 'Good enough to hear what we have. The voice is where I want it.' }]);
  await moveStage(jo, { songId, to: 'mixing', confirmInvalidates: false });

  const start = await suggestRecipe(jo, { songId });
  if (!start) throw new Error('There are stems to mix.');
  const first = withMoves(start, [
    [/vocal/i, (strip) => ({ ...strip, faderDb: level(strip, 1), sends: withReverb(strip, -16) })],
    [/hats|percussion/i, (strip) => ({ ...strip, faderDb: level(strip, -1.5) })],
  ]);
  const mix1 = await waitForVersion(jo, await requestMix(jo, { songId, recipe: first, name: '' }));
  tell('Paper Boats: Mix 1');
  await writeNotes(mix1, [
    {
      by: mira,
      body: 'The voice gets lost as soon as the guitar comes in.',
      at: [0.34, 0.42],
      replies: [{ by: jo, body: 'Yes. I will carve some room in the guitar instead of making her louder.' }],
      steps: [
        { by: jo, status: 'addressed' },
        { by: mira, status: 'verified' },
      ],
    },
    {
      by: anna,
      body: 'Could the kick be a bit softer here? It makes me jump on headphones.',
      at: 0.27,
      replies: [{ by: jo, body: 'Down 1.5 dB in the next one.' }],
      steps: [{ by: jo, status: 'addressed' }],
    },
    { by: mira, body: 'The choir is exactly what I hoped for.', at: 0.55, steps: [{ by: jo, status: 'addressed' }] },
    {
      by: jo,
      body: 'The bass rings a little around 90 Hz in the chorus. Watch it in mastering.',
      at: [0.5, 0.62],
      visibility: 'team',
    },
  ]);

  const second = withMoves(first, [
    [/lead vocal/i, (strip) => ({ ...strip, faderDb: level(strip, 0.5) })],
    [/guitar/i, (strip) => ({ ...strip, eq: withBell(strip, 2_800, -3) })],
    [/kick/i, (strip) => ({ ...strip, faderDb: level(strip, -1.5) })],
    [/pad|backing/i, (strip) => ({ ...strip, sends: withReverb(strip, -12) })],
  ]);
  const mix2 = await waitForVersion(
    jo,
    await requestMix(jo, { songId, recipe: second, name: 'Guitar behind the voice' }),
  );
  tell('Paper Boats: Mix 2');
  await writeNotes(mix2, [
    { by: mira, body: 'Now I can hear every word. Thank you!', at: 0.38 },
    {
      by: anna,
      body: 'Is there a click here, or is it my laptop?',
      at: 0.71,
      replies: [{ by: mira, body: 'I hear it too, very quiet, on the left.' }],
    },
    { by: mira, body: 'The last chorus could be half a dB bigger than the first.', at: [0.78, 0.92] },
  ]);
}

const level = ({ faderDb }: Strip, byDb: number): number => Math.min(12, (faderDb ?? 0) + byDb);

const withBell = ({ eq }: Strip, frequencyHz: number, gainDb: number): Strip['eq'] => ({
  enabled: true,
  bands: [...eq.bands.slice(0, 7), { type: 'bell', enabled: true, frequencyHz, gainDb, q: 1.2 }],
});

/** The recipe with a change to every strip whose name matches. */
const withMoves = (recipe: MixRecipe, moves: [RegExp, (strip: Strip) => Strip][]): MixRecipe => ({
  ...recipe,
  strips: recipe.strips.map((strip) =>
    moves.reduce((changed, [name, move]) => (name.test(strip.name) ? move(changed) : changed), strip),
  ),
});
