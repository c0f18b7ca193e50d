import { differenceTo, type MonitorMode, monitorMatrix, type PlayerVersion } from '@sweetspot/player';
import { BufferCache } from '@sweetspot/player/buffer-cache';
import { PieceSource } from '@sweetspot/player/piece-source';
import { Voice } from '@sweetspot/player/voice';
import { findDeparture, findSample, nullAgainst, type Take, toDbfs } from './null-test.ts';
import { RecordedPlayer } from './recorded-player.ts';

export type Scenario = { context: AudioContext; versions: PlayerVersion[] };
export type Result = { steadyDbfs: number; fadeDbfs: number; fadeMs: number[] };

const fadeSeconds = 0.008;

/** A running context at the rate of the versions, ready to record. */
export async function openContext(sampleRate: number): Promise<AudioContext> {
  const context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
  await context.audioWorklet.addModule('/e2e/player/recorder-worklet.ts');
  return context;
}

const canonicalOf = async ({ fileId, frames }: PlayerVersion): Promise<Float32Array[]> => {
  const all = new Float32Array(await (await fetch(`/canonical/${fileId}`)).arrayBuffer());
  const planes = Array.from({ length: all.length / frames }, (_, n) => all.subarray(n * frames, (n + 1) * frames));
  return [planes[0]!, planes.at(-1)!];
};

const judge = (recorded: RecordedPlayer, takes: Take[]): Result => {
  const { sampleRate } = recorded.context;
  const residual = nullAgainst(recorded.recording(), takes, fadeSeconds * sampleRate);
  return {
    steadyDbfs: toDbfs(residual.steadyPeak),
    fadeDbfs: toDbfs(residual.fadePeak),
    fadeMs: residual.fadeFrames.map((frames) => (1000 * frames) / sampleRate),
  };
};

/** A take that begins with a sample and goes straight on; when it began is read off the end of what is recorded. */
const straightTake = (recorded: RecordedPlayer, source: Float32Array[], sample: number): Take => {
  const recording = recorded.recording();
  const index = recording.planes[0]!.length - 64;
  const offset = findSample(recording, index, source) - (recording.firstFrame + index);
  return { source, fromFrame: sample - offset, sampleAt: (frame) => frame + offset };
};

/** Goes from one sample to the next while it plays, and stays for a while; what the shown clock is off by each time. */
export async function seekThrough(
  { context, versions }: Scenario,
  { samples, seconds }: { samples: number[]; seconds: number },
): Promise<Result & { clockErrorSamples: number[] }> {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  const takes: Take[] = [];
  const clockErrorSamples: number[] = [];
  await recorded.loadFrom(samples);
  for (const sample of samples) {
    await recorded.playFrom(sample, seconds);
    const clock = recorded.clock();
    const take = straightTake(recorded, source, sample);
    takes.push(take);
    clockErrorSamples.push(clock.sample - take.sampleAt(clock.frame));
  }
  return { ...judge(recorded, takes), clockErrorSamples };
}

/** Goes, while it plays, to a sample that is not there before `arrive` is called; that is waited for in silence. */
export async function seekToMissing(
  { context, versions }: Scenario,
  { fromSample, toSample, arrive }: { fromSample: number; toSample: number; arrive: string },
): Promise<Result & { silentFrames: number }> {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  await recorded.playFrom(fromSample, 0.1);
  const before = straightTake(recorded, source, fromSample);
  const from = recorded.recording().planes[0]!.length - 64;
  recorded.player.seek(toSample);
  await recorded.reaches(({ state }) => state === 'buffering');
  await recorded.records(0.2);
  await fetch(arrive);
  await recorded.reaches(({ state }) => state === 'playing');
  await recorded.records(0.2);
  const recording = recorded.recording();
  const fromFrame = recording.firstFrame + findDeparture(recording, before, from) - 1;
  const silence: Take = { ...before, source: [new Float32Array(0), new Float32Array(0)], fromFrame };
  const after = straightTake(recorded, source, toSample);
  return { ...judge(recorded, [before, silence, after]), silentFrames: after.fromFrame - fromFrame };
}

/** Plays rounds of a loop, turned on before it plays or while it does. */
export async function playLoop(
  { context, versions }: Scenario,
  options: { startSample: number; endSample: number; fromSample: number; seconds: number; whilePlaying: boolean },
): Promise<Result & { rounds: number }> {
  const { startSample, endSample, fromSample, seconds, whilePlaying } = options;
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  if (!whilePlaying) recorded.player.setLoop({ startSample, endSample });
  await recorded.playFrom(fromSample, 0.1);
  const straight = straightTake(recorded, source, fromSample);
  if (whilePlaying) recorded.player.setLoop({ startSample, endSample });
  await recorded.records(seconds);
  const sampleAt = (frame: number) => {
    const sample = straight.sampleAt(frame);
    return sample < endSample ? sample : startSample + ((sample - endSample) % (endSample - startSample));
  };
  const { firstFrame, planes } = recorded.recording();
  const last = straight.sampleAt(firstFrame + planes[0]!.length);
  return {
    ...judge(recorded, [{ ...straight, sampleAt }]),
    rounds: Math.floor((last - startSample) / (endSample - startSample)),
  };
}

/** Holds the page up, once, before the next source is started, until the device has rendered this much more. */
function holdUp(context: AudioContext, seconds: number): void {
  const { start } = AudioBufferSourceNode.prototype;
  AudioBufferSourceNode.prototype.start = function held(...times) {
    AudioBufferSourceNode.prototype.start = start;
    const until = context.currentTime + seconds;
    while (context.currentTime < until);
    start.apply(this, times);
  };
}

/**
 * Switches through the versions while they play, each at the position of the one before. With `heldUpSeconds` the page is
 * held up in each switch that long, between the plan and its execution.
 */
export async function switchThrough(
  { context, versions }: Scenario,
  { fromSample, heldUpSeconds }: { fromSample: number; heldUpSeconds: number },
): Promise<Result> {
  const recorded = RecordedPlayer.open(context, versions);
  await recorded.playFrom(fromSample, 0.2);
  const takes = [straightTake(recorded, await canonicalOf(versions[0]!), fromSample)];
  for (const version of [...versions.slice(1), ...versions.slice(0, -1).reverse()]) {
    const source = await canonicalOf(version);
    const from = recorded.recording().planes[0]!.length - 64;
    if (heldUpSeconds > 0) holdUp(context, heldUpSeconds);
    recorded.player.select(version.id);
    await recorded.reaches(({ versionId, pendingVersionId }) => versionId === version.id && pendingVersionId === null);
    await recorded.records(0.2);
    // A fade begins with the factor 0, so it is first seen one frame later.
    const recording = recorded.recording();
    const fromFrame = recording.firstFrame + findDeparture(recording, takes.at(-1)!, from) - 1;
    takes.push({ ...takes[0]!, source, fromFrame });
  }
  return judge(recorded, takes);
}

/** Lets the second version sound in place of the first while it plays, seeks meanwhile, and brings the first one back. */
export async function soloThrough({ context, versions }: Scenario, samples: [from: number, to: number]) {
  const recorded = RecordedPlayer.open(context, versions.slice(0, 1));
  const [version, stem] = [versions[0]!, versions[1]!];
  const [whole, part] = [await canonicalOf(version), await canonicalOf(stem)];
  await recorded.loadFrom(samples);
  await recorded.playFrom(samples[0], 0.2);
  const takes = [straightTake(recorded, whole, samples[0])];
  const hear = async (solo: PlayerVersion | null, source: Float32Array[]) => {
    const index = recorded.recording().planes[0]!.length - 64;
    recorded.player.solo(solo);
    await recorded.reaches(({ pendingVersionId }) => pendingVersionId === null);
    await recorded.records(0.2);
    const recording = recorded.recording();
    const fromFrame = recording.firstFrame + findDeparture(recording, takes.at(-1)!, index) - 1;
    takes.push({ ...takes.at(-1)!, source, fromFrame });
  };
  await hear(stem, part);
  await recorded.playFrom(samples[1], 0.2);
  takes.push(straightTake(recorded, part, samples[1]));
  const { versionId, soloId, sampleRate } = recorded.player.getSnapshot();
  await hear(null, whole);
  return { ...judge(recorded, takes), versionId, soloId, sampleRate };
}

/** From a stem to a version that is not there yet and, before it is, back to the one that was looked at. */
export async function soloAndThinkAgain({ context, versions }: Scenario, fromSample: number) {
  const [version, stem, other] = [versions[0]!, versions[1]!, versions[2]!];
  const recorded = RecordedPlayer.open(context, [version]);
  recorded.player.solo(stem);
  await recorded.playFrom(fromSample, 0.2);
  const takes = [straightTake(recorded, await canonicalOf(stem), fromSample)];
  const index = recorded.recording().planes[0]!.length - 64;
  // Known only now, so nothing of it is there.
  recorded.player.setVersions([version, other]);
  recorded.player.select(other.id);
  recorded.player.select(version.id);
  await recorded.reaches(({ pendingVersionId }) => pendingVersionId === null);
  await recorded.records(0.2);
  const recording = recorded.recording();
  const fromFrame = recording.firstFrame + findDeparture(recording, takes[0]!, index) - 1;
  takes.push({ ...takes[0]!, source: await canonicalOf(version), fromFrame });
  const { versionId, soloId } = recorded.player.getSnapshot();
  return { ...judge(recorded, takes), versionId, soloId };
}

/** Goes through the modes of the monitor while it plays; what each, once it is reached, leaves of what it should be. */
export async function monitorThrough({ context, versions }: Scenario, modes: MonitorMode[]) {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  await recorded.playFrom(100_001, 0.1);
  const { sampleAt } = straightTake(recorded, source, 100_001);
  const residuals: Partial<Record<MonitorMode, number>> = {};
  for (const mode of modes) {
    recorded.player.setMonitor(mode);
    await recorded.records(0.1);
    const { firstFrame, planes } = recorded.recording();
    const [ll, rl, lr, rr] = monitorMatrix(mode, false);
    let largest = 0;
    for (let at = planes[0]!.length - 2000; at < planes[0]!.length; at += 1) {
      const sample = sampleAt(firstFrame + at);
      const [left, right] = [source[0]![sample]!, source[1]![sample]!];
      const difference = [planes[0]![at]! - (ll * left + rl * right), planes[1]![at]! - (lr * left + rr * right)];
      largest = Math.max(largest, ...difference.map(Math.abs));
    }
    residuals[mode] = toDbfs(largest);
  }
  return residuals;
}

/** Plays at other levels than the loudness match has; what is left once they are reached, and what the player says. */
export async function levelsThrough({ context, versions }: Scenario, gainDb: number) {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  await recorded.playFrom(100_001, 0.1);
  const { sampleAt } = straightTake(recorded, source, 100_001);
  recorded.player.setLevels({ name: 'Quieter', gainDbOf: () => gainDb });
  await recorded.records(0.4);
  const { levels, loudnessMatch, gainDb: shownDb } = recorded.player.getSnapshot();
  const { firstFrame, planes } = recorded.recording();
  const end = planes[0]!.length;
  let residual = 0;
  for (let at = end - 2000; at < end; at += 1) {
    const expected = 10 ** (gainDb / 20) * source[0]![sampleAt(firstFrame + at)]!;
    residual = Math.max(residual, Math.abs(planes[0]![at]! - expected));
  }
  recorded.player.setLoudnessMatch(true);
  return {
    residualDbfs: toDbfs(residual),
    levels,
    loudnessMatch,
    shownDb,
    after: recorded.player.getSnapshot().levels,
  };
}

/** Plays a version's last samples and what comes after them: silence. */
export async function playOut({ context, versions }: Scenario, fromSample: number) {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  await recorded.playFrom(fromSample, 0.05);
  const take = straightTake(recorded, source, fromSample);
  await recorded.reaches(({ state }) => state === 'paused');
  await recorded.records(0.1);
  const { positionSamples } = recorded.player.getSnapshot();
  const { firstFrame, planes } = recorded.recording();
  const silentFrames = take.sampleAt(firstFrame + planes[0]!.length) - versions[0]!.frames;
  return { ...judge(recorded, [take]), positionSamples, silentFrames };
}

/** Switches to a version that is over already where the other one plays. */
export async function switchBeyondEnd({ context, versions }: Scenario, fromSample: number) {
  const recorded = RecordedPlayer.open(context, versions);
  const [long, short] = [versions[0]!, versions[1]!];
  await recorded.playFrom(fromSample, 0.1);
  const take = straightTake(recorded, await canonicalOf(long), fromSample);
  const from = recorded.recording().planes[0]!.length - 64;
  recorded.player.select(short.id);
  await recorded.reaches(({ state, versionId }) => state === 'paused' && versionId === short.id);
  await recorded.records(0.1);
  const recording = recorded.recording();
  const fromFrame = recording.firstFrame + findDeparture(recording, take, from) - 1;
  const silence = [new Float32Array(0), new Float32Array(0)];
  const { positionSamples } = recorded.player.getSnapshot();
  return { ...judge(recorded, [take, { ...take, source: silence, fromFrame }]), positionSamples };
}

/** Switches from a version at the context's rate to the same sound at another; what is left of their difference. */
export async function switchRates({ context, versions }: Scenario, fromSample: number) {
  const recorded = RecordedPlayer.open(context, versions);
  const source = await canonicalOf(versions[0]!);
  await recorded.playFrom(fromSample, 0.2);
  const take = straightTake(recorded, source, fromSample);
  recorded.player.select(versions[1]!.id);
  await recorded.reaches(
    ({ versionId, pendingVersionId }) => versionId === versions[1]!.id && pendingVersionId === null,
  );
  await recorded.records(0.4);
  const { firstFrame, planes } = recorded.recording();
  const end = planes[0]!.length;
  const differenceAt = (shift: number): number => {
    let largest = 0;
    for (let at = end - Math.round(0.2 * context.sampleRate); at < end; at += 1)
      largest = Math.max(largest, Math.abs(planes[0]![at]! - source[0]![take.sampleAt(firstFrame + at) + shift]!));
    return toDbfs(largest);
  };
  return { residualDbfs: differenceAt(0), oneEarlyDbfs: differenceAt(-1), oneLateDbfs: differenceAt(1) };
}

/** What a voice says of its schedule when its first frame is a second away, and when it is past. */
export async function scheduleVoices({ context, versions }: Scenario, fromSample: number) {
  const { sampleRate, frames } = versions[0]!;
  const source = new PieceSource(versions[0]!, sampleRate, new BufferCache(2 ** 26), '/media');
  await source.load(Math.floor(fromSample / source.framesPerPiece));
  const schedule = (atFrame: number) => {
    const run = { atFrame, position: fromSample, loop: null, length: frames };
    const options = { levelFactor: 1, fadeSeconds, shape: 'equal-power' } as const;
    const voice = new Voice(context, source, run, options);
    const results = [1, 1].map(() => voice.schedule(atFrame + 1));
    voice.dispose();
    return { atFrame, results };
  };
  const now = Math.round(context.currentTime * sampleRate);
  return { early: schedule(now + sampleRate), late: schedule(Math.max(0, now - 1)) };
}

/** What is left of the first version when the second is taken away from it, `shiftFrames` later and so much quieter. */
export async function difference(
  { context, versions }: Scenario,
  { shiftFrames, gainDb, seconds }: { shiftFrames: number; gainDb: number; seconds: number },
): Promise<{ peaks: number[] }> {
  const recorded = RecordedPlayer.open(context, versions);
  const [newer, earlier] = versions as [PlayerVersion, PlayerVersion];
  recorded.player.solo(differenceTo(newer, { version: earlier, shiftFrames, gainDb, polarityInverted: false }));
  await recorded.playFrom(0, seconds);
  const { planes } = recorded.recording();
  const { sampleRate } = context;
  // In steps of half a second from where it began to sound.
  const peaks = Array.from({ length: Math.floor(planes[0]!.length / sampleRate / 0.5) }, (_, step) =>
    planes.reduce((peak, plane) => {
      const from = Math.round(step * 0.5 * sampleRate);
      return plane.subarray(from, from + sampleRate / 2).reduce((most, x) => Math.max(most, Math.abs(x)), peak);
    }, 0),
  );
  return { peaks };
}
