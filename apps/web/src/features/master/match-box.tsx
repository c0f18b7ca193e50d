'use client';

import { type MasterRecipe, type MatchIntensity, matchedTargetLufs, mostReferences } from '@sweetspot/protocol/recipes';
import { Upload } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { formatLufs } from '../../components/format.ts';
import { Parameter } from '../mix/parameter.tsx';
import { ProcessorBox } from '../mix/processor-box.tsx';
import { linearScale } from '../mix/scales.ts';
import { useUploadPicker } from '../song/upload-zone.tsx';
import { MatchResult } from './match-result.tsx';
import { namesOf } from './match-words.ts';
import { type ReferenceChoice, whyNot } from './use-references.ts';

export type WantedMatch = { references: readonly { versionId: string; weight: number }[]; intensity: MatchIntensity };
export const noMatch: WantedMatch = { references: [], intensity: { tone: 0.7, width: 0.7, dynamics: 0.7, level: 0 } };

const intensityScale = linearScale(0, 1, 0.05, (share) => `${Math.round(share * 100)} %`);
const weightScale = linearScale(1, 5, 1, (weight) => `×${weight}`);

const parts: readonly { part: keyof MatchIntensity; label: string }[] = [
  { part: 'tone', label: 'Tone' },
  { part: 'width', label: 'Width' },
  { part: 'dynamics', label: 'Density' },
  { part: 'level', label: 'Loudness' },
];

/** Where it came from when not with this song, and how loud it is or why it cannot be chosen. */
function hintOf(reference: ReferenceChoice): string {
  const why = whyNot(reference);
  const level = why === null ? formatLufs(reference.file.analysis!.loudness.integratedLufs) : `It ${why}.`;
  return reference.songTitle === null ? level : `Of ${reference.songTitle} · ${level}`;
}

/** Which records the master is brought near to, how far, and what came of it the last time. */
export function MatchBox({
  recipe,
  references,
  wanted,
  onChange,
  onForget,
}: {
  recipe: MasterRecipe;
  references: readonly ReferenceChoice[];
  wanted: WantedMatch;
  onChange: (wanted: WantedMatch) => void;
  /** takes what a match has found out of the recipe */
  onForget: () => void;
}) {
  const picker = useUploadPicker();
  const weights = new Map(wanted.references.map(({ versionId, weight }) => [versionId, weight]));
  const chosen = references.filter(({ id }) => weights.has(id));
  const choose = (next: ReadonlyMap<string, number>) =>
    onChange({ ...wanted, references: [...next].map(([versionId, weight]) => ({ versionId, weight })) });
  const toggle = (id: string, on: boolean) => {
    const next = new Map(weights);
    if (on) next.set(id, 1);
    else next.delete(id);
    choose(next);
  };
  const levels = chosen.map(({ id, file }) => ({
    integratedLufs: file.analysis?.loudness.integratedLufs ?? recipe.targetLufs,
    weight: weights.get(id)!,
  }));
  return (
    <ProcessorBox title="Match references">
      {recipe.match ? (
        <p className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <span>The recipe holds the tone of {namesOf(recipe.match)}.</span>
          <Button size="s" onClick={onForget}>
            Take it out
          </Button>
        </p>
      ) : null}
      {recipe.stems ? (
        <p className="text-muted">This recipe masters stems; references are matched by the master of a mix.</p>
      ) : references.length === 0 ? (
        <div className="grid justify-items-start gap-2">
          <p className="max-w-[60ch] text-pretty text-muted">
            No reference yet. Upload a finished record whose sound you like, and say that it is a reference; the master
            can then be brought near it, and everybody can compare with it.
          </p>
          {picker ? (
            <Button size="s" icon={<Upload aria-hidden className="size-4" />} onClick={picker.pickFiles}>
              Upload a reference
            </Button>
          ) : null}
        </div>
      ) : (
        <div className="grid gap-x-8 gap-y-3 md:grid-cols-2">
          <fieldset className="min-w-0">
            <legend className="sr-only">References</legend>
            {references.map((reference) => {
              const on = chosen.includes(reference);
              return (
                <Checkbox
                  key={reference.id}
                  label={reference.title}
                  hint={hintOf(reference)}
                  checked={on}
                  disabled={whyNot(reference) !== null || (!on && chosen.length === mostReferences)}
                  onChange={(next) => toggle(reference.id, next)}
                />
              );
            })}
          </fieldset>
          {chosen.length > 0 ? (
            <div className="grid content-start gap-3">
              {parts.map(({ part, label }) => (
                <Parameter
                  key={part}
                  label={label}
                  value={wanted.intensity[part]}
                  scale={intensityScale}
                  neutral={noMatch.intensity[part]}
                  onChange={(share) => onChange({ ...wanted, intensity: { ...wanted.intensity, [part]: share } })}
                />
              ))}
              <p className="text-muted text-sm">
                {wanted.intensity.level > 0
                  ? `Aims at ${formatLufs(matchedTargetLufs(recipe.targetLufs, levels, wanted.intensity.level))}, so much of the way from the target.`
                  : `The target stays ${formatLufs(recipe.targetLufs)}.`}
              </p>
              {chosen.length > 1
                ? chosen.map(({ id, title }) => (
                    <Parameter
                      key={id}
                      label={`${title} counts`}
                      value={weights.get(id)!}
                      scale={weightScale}
                      neutral={1}
                      onChange={(weight) => choose(new Map(weights).set(id, weight))}
                    />
                  ))
                : null}
              <p className="text-pretty text-muted text-sm">
                How far to go in each. Loud parts are compared with loud and quiet with quiet; the curve that is found
                is kept in the recipe.
              </p>
            </div>
          ) : null}
        </div>
      )}
      <MatchResult />
    </ProcessorBox>
  );
}
