import { makeStem, makeVersion } from '@sweetspot/prisma/seed';
import type { Analysis } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getAnalysis } from '../files/get-analysis.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { adviseSong } from './advise-song.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;

beforeAll(async () => {
  core = await createTestCore();
});
afterAll(async () => {
  await core.end();
});
beforeEach(async () => {
  cast = await makeCast(core.db);
});

const clipped = (): Analysis => {
  const analysis = exampleAnalysis({ integratedLufs: -20, plrDb: 18.8 });
  analysis.integrity.clippedRuns = [{ atSeconds: 63.2, samples: 4, channel: 0 }];
  analysis.integrity.clippedRunCount = 1;
  return analysis;
};
const addStem = (name: string, analysis: Analysis) =>
  makeStem(core.db, { songId: cast.song.id, name, file: { analysis } });
const addMix = (analysis: Analysis) =>
  makeVersion(core.db, { songId: cast.song.id, kind: 'mix', number: 9, file: { analysis } });
const advise = () => adviseSong(core.as(cast.artist), { songId: cast.song.id });

describe('what a song needs', () => {
  test('follows from its stems, and names the stems that something was noticed about', async () => {
    await addStem('Kick', exampleAnalysis());
    const bass = await addStem('Bass', clipped());
    const { service, stems } = await advise();
    expect(service).toBe('mix_and_master');
    expect(stems).toEqual([
      {
        code: 'clipped',
        severity: 'problem',
        message: '“Bass”: clipped at 1:03.2.',
        atSeconds: [63.2],
        stemIds: [bass.id],
      },
    ]);
  });

  test('is mastering once a good mix is there, and mixing again when the mix is hurt', async () => {
    await addStem('Kick', exampleAnalysis());
    await addMix(exampleAnalysis({ integratedLufs: -20, truePeakDbtp: -6, plrDb: 14 }));
    expect((await advise()).service).toBe('master');
    await core.db.version.updateMany({ where: { songId: cast.song.id, number: 9 }, data: { removedAt: new Date() } });
    await makeVersion(core.db, { songId: cast.song.id, kind: 'mix', number: 10, file: { analysis: clipped() } });
    const { service, reasons } = await advise();
    expect(service).toBe('mix_and_master');
    expect(reasons).toContain('Clipped at 1:03.2.');
  });

  test('is not said of files that could not be read, nor is anything noticed about them', async () => {
    await makeStem(core.db, {
      songId: cast.song.id,
      name: 'Not audio',
      file: { state: 'failed', analysis: undefined },
    });
    expect(await advise()).toEqual({ service: null, reasons: [], stems: [] });
  });

  test('is told to members alone', async () => {
    await expectError(adviseSong(core.as(cast.stranger), { songId: cast.song.id }), 'not_found');
    await expectError(adviseSong(core.as(cast.guest), { songId: cast.song.id }), 'not_allowed');
  });
});

describe('an analysis', () => {
  test('comes with what is to be said of it', async () => {
    const stem = await addStem('Bass', clipped());
    const { analysis, readiness } = await getAnalysis(core.as(cast.client), { fileId: stem.fileId });
    expect(analysis).toEqual(clipped());
    expect(readiness).toMatchObject({ stage: 'stems', findings: [{ code: 'clipped' }] });
  });

  test('of an earlier release is read as well', async () => {
    const { spectrum: _, music: __, analysisVersion: ___, ...old } = exampleAnalysis();
    const mix = await makeVersion(core.db, { songId: cast.song.id, kind: 'mix', number: 9, file: { analysis: old } });
    const { analysis } = await getAnalysis(core.as(cast.artist), { fileId: mix.fileId });
    expect(analysis).toMatchObject({ analysisVersion: 1, spectrum: { thirdOctaveDb: [] } });
  });

  test('of a stem is not for guests, of nothing measured not there yet', async () => {
    const stem = await addStem('Bass', clipped());
    await expectError(getAnalysis(core.as(cast.guest), { fileId: stem.fileId }), 'not_found');
    const unmeasured = await makeVersion(core.db, { songId: cast.song.id, kind: 'mix', number: 9 });
    await expectError(getAnalysis(core.as(cast.artist), { fileId: unmeasured.fileId }), 'conflict');
  });
});
