import { expect, type Page, test } from '@playwright/test';
import { music } from '@sweetspot/audio/testing';
import { toDbfs } from './null-test.ts';
import { servePlayable } from './programme.ts';
import type * as Scenarios from './scenarios.ts';

const tones = (rate: number) => {
  const plane = Float32Array.from({ length: 4 * rate }, (_, n) =>
    [97.31, 440.07, 1661.73, 5003.57, 9007.19].reduce(
      (sum, hz) => sum + 0.1 * Math.sin((2 * Math.PI * hz * n) / rate),
      0,
    ),
  );
  return { planes: [plane], sampleRate: rate };
};
const noise = (seconds: number, channels: number, level: number, sampleRate = 48_000) => ({
  planes: music(Math.round(seconds * sampleRate) + 321, channels, { level, sampleRate }),
  sampleRate,
});
/** The mix with its first half second gone, 6 dB louder, and a tone over it from the third second on. */
function changed({ planes, sampleRate }: { planes: Float32Array[]; sampleRate: number }) {
  const cut = sampleRate / 2;
  const tone = (n: number) => (n < 3 * sampleRate ? 0 : 0.05 * Math.sin((2 * Math.PI * 1000 * n) / sampleRate));
  return {
    sampleRate,
    planes: planes.map((plane) => plane.slice(cut, 8 * sampleRate).map((x, n) => (x + tone(n)) * 2)),
  };
}
const makeSounds = () => {
  const sounds = makeMusic();
  return { ...sounds, changed: changed(sounds.mix) };
};
const makeMusic = () => ({
  mix: noise(31, 2, 0.3),
  master: noise(8, 2, 0.45),
  rough: noise(8, 1, 0.2),
  cd: noise(8, 2, 0.3, 44_100),
  tones: tones(48_000),
  tonesofcd: tones(44_100),
});
type Name = keyof ReturnType<typeof makeSounds>;

let playable: Awaited<ReturnType<typeof servePlayable<Name>>>;
test.beforeAll(async () => {
  playable = await servePlayable(makeSounds());
});
test.afterAll(() => playable?.[Symbol.asyncDispose]());

type Scenario = Exclude<keyof typeof Scenarios, 'openContext'>;
type Outcome<Key extends Scenario> = Awaited<ReturnType<(typeof Scenarios)[Key]>>;

/**
 * Runs a scenario of `scenarios.ts` with each input in a page, one after another, on a context at the first version's rate.
 * Once more where the machine was too busy to record.
 */
async function run<Key extends Scenario>(
  page: Page,
  name: Key,
  names: Name[],
  inputs: Parameters<(typeof Scenarios)[Key]>[1][],
): Promise<Outcome<Key>[]> {
  const versions = names.map((each) => playable.versions[each]);
  await page.goto(playable.address);
  return page.evaluate(
    async ({ versions, name, inputs }) => {
      const module: string = '/e2e/player/scenarios.ts';
      const scenarios = await import(module);
      const runOnce = async (index: number) => {
        const context = await scenarios.openContext(versions[0]!.sampleRate);
        try {
          return await scenarios[name]({ context, versions }, inputs[index]);
        } finally {
          await context.close();
        }
      };
      const outcomes = [];
      for (const index of inputs.keys())
        outcomes.push(
          await runOnce(index).catch((error) => {
            if (error.name === 'MissedFramesError') return runOnce(index);
            throw error;
          }),
        );
      return outcomes;
    },
    { versions, name, inputs },
  );
}

/** The first length, from `frames` on, that in seconds, times the rate, is more frames than it was. */
const longWhenInSeconds = (frames: number, rate: number): number => {
  let length = frames;
  while ((length / rate) * rate <= length) length += 1;
  return length;
};

/** The fades are drawn in 64 straight lines, which differ by (π / 128)² / 8 = −82 dB from the sine at most. */
const fadeBoundDbfs = -82;
const expectFades = (results: { fadeDbfs: number; fadeMs: number[] }[]) => {
  for (const { fadeDbfs, fadeMs } of results) {
    expect(fadeDbfs).toBeLessThan(fadeBoundDbfs);
    for (const milliseconds of fadeMs) {
      expect(milliseconds).toBeGreaterThanOrEqual(5);
      expect(milliseconds).toBeLessThanOrEqual(10);
    }
  }
};

test('over every join of segments in half a minute the source sounds, sample for sample, at the sample the clock shows', async ({
  page,
}) => {
  const samples = [1, 2, 3, 4, 5, 6].map((join) => join * 240_000 - 24_001);
  const [joins] = await run(page, 'seekThrough', ['mix'], [{ samples, seconds: 0.8 }]);
  expect(joins!.steadyDbfs).toBe(toDbfs(0));
  expect(joins!.clockErrorSamples).toEqual(samples.map(() => 0));
  expectFades([joins!]);
});

for (const name of ['mix', 'cd'] as const) {
  test(`a seek plays from exactly the sample that was asked for, at the rate of the ${name}`, async ({ page }) => {
    const samples = [100_001, 239_923, 333_333, 7, 300_009];
    const [seeks] = await run(page, 'seekThrough', [name], [{ samples, seconds: 0.15 }]);
    expect(seeks!.steadyDbfs).toBe(toDbfs(0));
    expect(seeks!.clockErrorSamples).toEqual(samples.map(() => 0));
    expect(seeks!.fadeMs).toHaveLength(4);
    expectFades([seeks!]);
  });

  test(`a loop of an odd number of samples over a join goes round without a gap, at the rate of the ${name}`, async ({
    page,
  }) => {
    const { sampleRate } = playable.versions[name];
    const join = 5 * sampleRate;
    const loop = {
      startSample: join - 7001,
      endSample: join + longWhenInSeconds(3001, sampleRate),
      seconds: 1.2,
    };
    const loops = await run(
      page,
      'playLoop',
      [name],
      [
        { ...loop, fromSample: join - 8889, whilePlaying: false },
        { ...loop, fromSample: join - 20_001, whilePlaying: true },
      ],
    );
    for (const { rounds, steadyDbfs } of loops) {
      expect(rounds).toBeGreaterThanOrEqual(4);
      // Turned on while it plays, the sound fades to itself, within the rounding of 32-bit floats.
      expect(steadyDbfs).toBeLessThan(-140);
    }
    expect(loops[0]!.steadyDbfs).toBe(toDbfs(0));
    expectFades(loops);
  });
}

test('a seek to what has not come yet fades out, and goes on from exactly there when it has', async ({ page }) => {
  const arrived = Promise.withResolvers<void>();
  await page.route('**/media/files/mix/segments/5.flac', async (route) => {
    await arrived.promise;
    await route.continue();
  });
  await page.route('**/arrive', async (route) => {
    arrived.resolve();
    await route.fulfill({ status: 204 });
  });
  const seek = { fromSample: 100_001, toSample: 5 * 240_000 + 4321, arrive: '/arrive' };
  const [missing] = await run(page, 'seekToMissing', ['mix'], [seek]);
  expect(missing!.steadyDbfs).toBe(toDbfs(0));
  expect(missing!.silentFrames).toBeGreaterThan(0.1 * 48_000);
  expectFades([missing!]);
});

test('a switch goes on at the same sample of the other version, in one fade of equal power', async ({ page }) => {
  const switches = await run(
    page,
    'switchThrough',
    ['mix', 'master', 'rough'],
    [
      { fromSample: 200_001, heldUpSeconds: 0 },
      { fromSample: 235_777, heldUpSeconds: 0 },
      // Longer than the 40 ms that a switch is planned ahead: it is planned anew.
      { fromSample: 150_003, heldUpSeconds: 0.05 },
    ],
  );
  for (const each of switches) {
    expect(each.steadyDbfs).toBe(toDbfs(0));
    expect(each.fadeMs).toHaveLength(4);
  }
  expectFades(switches);
});

test('a stem sounds in place of the version at the same sample, through a seek, and gives way to it again', async ({
  page,
}) => {
  const [solo] = await run(page, 'soloThrough', ['mix', 'rough'], [[200_001, 120_007]]);
  expect(solo!.steadyDbfs).toBe(toDbfs(0));
  expect(solo!.fadeMs).toHaveLength(3);
  expectFades([solo!]);
  expect(solo).toMatchObject({ versionId: 'mix', soloId: 'rough', sampleRate: 48_000 });
});

test('who leaves a stem and thinks again hears the version that is shown', async ({ page }) => {
  const [again] = await run(page, 'soloAndThinkAgain', ['mix', 'rough', 'master'], [120_007]);
  expect(again).toMatchObject({ versionId: 'mix', soloId: null, steadyDbfs: toDbfs(0) });
  expect(again!.fadeMs).toHaveLength(1);
});

test('the difference of two versions is nothing but what was changed', async ({ page }) => {
  const input = { shiftFrames: -24_000, gainDb: 20 * Math.log10(2), seconds: 5 };
  const [outcome] = await run(page, 'difference', ['changed', 'mix'], [input]);
  const { peaks } = outcome!;
  // Rounding to 24 bits in both files; the last step before the tone and the first after it are left out.
  expect(Math.max(...peaks.slice(0, 5))).toBeLessThan(10 ** (-130 / 20));
  for (const peak of peaks.slice(7, 9)) expect(peak).toBeCloseTo(0.1, 3);
});

test('a voice tells that its first frame was past before all was scheduled', async ({ page }) => {
  const [voices] = await run(page, 'scheduleVoices', ['rough'], [100_001]);
  expect(voices!.early.results).toEqual([{ state: 'scheduled' }, { state: 'scheduled' }]);
  // Once: who hears it has to make another voice.
  expect(voices!.late.results).toEqual([{ state: 'late', fromFrame: voices!.late.atFrame }, { state: 'scheduled' }]);
});

test('the monitor sends to the loudspeakers what it says, and stereo to the bit', async ({ page }) => {
  const modes = ['mono', 'side', 'left', 'right', 'swapped', 'inverted', 'stereo'] as const;
  const [residuals] = await run(page, 'monitorThrough', ['mix'], [[...modes]]);
  // Within the rounding of 32-bit floats.
  for (const mode of ['mono', 'side'] as const) expect(residuals![mode]).toBeLessThan(-140);
  for (const mode of ['left', 'right', 'swapped', 'inverted', 'stereo'] as const)
    expect(residuals![mode]).toBe(toDbfs(0));
});

test('levels given in place of the loudness match are heard, until that is turned on', async ({ page }) => {
  const [levels] = await run(page, 'levelsThrough', ['mix'], [-5.3]);
  expect(levels!.residualDbfs).toBeLessThan(-120);
  expect(levels).toMatchObject({ levels: 'Quieter', loudnessMatch: false, shownDb: -5.3, after: null });
});

test('a version plays to its last sample, and silence follows', async ({ page }) => {
  const { frames } = playable.versions.rough;
  const [end] = await run(page, 'playOut', ['rough'], [frames - 12_345]);
  expect(end!.steadyDbfs).toBe(toDbfs(0));
  expect(end!.positionSamples).toBe(frames);
  expect(end!.silentFrames).toBeGreaterThan(0);
});

test('a switch to a version that is over there already fades out and rests at its end', async ({ page }) => {
  const [beyond] = await run(page, 'switchBeyondEnd', ['mix', 'rough'], [500_001]);
  expect(beyond!.steadyDbfs).toBe(toDbfs(0));
  expect(beyond!.positionSamples).toBe(playable.versions.rough.frames);
  expectFades([beyond!]);
});

test('a version at another rate than the device is at the same place to a fraction of a sample', async ({ page }) => {
  const [rates] = await run(page, 'switchRates', ['tones', 'tonesofcd'], [100_001]);
  // Converted, so not bit for bit: the filter of `resample.ts` passes below 0.9 of Nyquist within this.
  expect(rates!.residualDbfs).toBeLessThan(-110);
  expect(Math.min(rates!.oneEarlyDbfs, rates!.oneLateDbfs)).toBeGreaterThan(-40);
});
