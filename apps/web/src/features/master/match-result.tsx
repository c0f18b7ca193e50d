'use client';

import { type MasterRecipe, type Match, type MatchBand, matchDistanceDb } from '@sweetspot/protocol/recipes';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMemo } from 'react';
import { formatDb, formatDbChange } from '../../components/format.ts';
import { versionColor } from '../../components/version-color.ts';
import { Chart, type ChartAxis } from '../analysis/chart.tsx';
import { shortHz } from '../analysis/spectrum-chart.tsx';
import { useReview } from '../review/review-context.tsx';
import { intensityOf, namesOf } from './match-words.ts';

type Matched = { version: VersionView; recipe: MasterRecipe; match: Match; found: MatchBand[] };

const matchedOf = (version: VersionView): Matched[] => {
  const { recipe } = version;
  if (recipe?.kind !== 'master' || !recipe.match?.found?.length) return [];
  return [{ version, recipe, match: recipe.match, found: recipe.match.found }];
};

/** What a match came to: of the version that is looked at, or of the newest master that has one. Nothing when none has. */
export function MatchResult() {
  const { versions, version } = useReview();
  const all = versions.flatMap(matchedOf);
  const shown = all.find((one) => one.version.id === version?.id) ?? all[0];
  return shown ? <Result key={shown.version.id} {...shown} /> : null;
}

const xAxis = { min: 31.5, max: 16_000, ticks: [63, 125, 250, 500, 1000, 2000, 4000, 8000] };

function Result({ version, recipe, match, found }: Matched) {
  const before = matchDistanceDb(found, 'beforeDb');
  const after = matchDistanceDb(found, 'afterDb');
  const color = versionColor(version);
  const drawing = useMemo(() => {
    const most = Math.max(...found.flatMap(({ beforeDb, afterDb }) => [Math.abs(beforeDb), Math.abs(afterDb)]));
    const limit = Math.max(6, Math.ceil(most / 6) * 6);
    const yAxis: ChartAxis = {
      min: -limit,
      max: limit,
      ticks: [-limit, -limit / 2, 0, limit / 2, limit],
      format: (db) => `${db > 0 ? '+' : ''}${db}`.replace('-', '−'),
    };
    return {
      x: found.map(({ hz }) => hz),
      yAxis,
      series: [
        {
          label: 'The mix',
          color: 'var(--muted)',
          dashed: true,
          format: formatDbChange,
          values: found.map(({ beforeDb }) => beforeDb),
        },
        { label: version.label, color, format: formatDbChange, values: found.map(({ afterDb }) => afterDb) },
      ],
    };
  }, [found, color, version.label]);
  const sentence =
    before === null || after === null
      ? ''
      : `By thirds of an octave the mix lay ${formatDb(before)} away, ${version.label} lies ${formatDb(after)} away.`;
  return (
    <section aria-label={`Match of ${version.label}`} className="mt-3 grid gap-1 border-line border-t pt-3">
      <h4 className="font-medium">
        {version.label}, near {namesOf(match)}, {intensityOf(match)}
      </h4>
      <p className="text-pretty text-muted text-sm tabular-nums">
        {sentence} Above zero there is more than in the reference.
      </p>
      <Chart
        label={`Difference from the reference by frequency, levels apart. ${sentence}`}
        {...drawing}
        xAxis={xAxis}
        xFormat={shortHz}
        logarithmic
        height={160}
      />
      {[recipe.toneCurve.reason, recipe.reason].map((reason) =>
        reason ? (
          <p key={reason} className="text-pretty text-muted text-sm">
            {reason}
          </p>
        ) : null,
      )}
    </section>
  );
}
