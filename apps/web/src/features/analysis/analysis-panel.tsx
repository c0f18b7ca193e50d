'use client';

import type { VersionView } from '@sweetspot/protocol/views';
import { type ReactNode, useCallback } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { versionColor } from '../../components/version-color.ts';
import { errorSentence } from '../api/api-error.ts';
import { useReview } from '../review/review-context.tsx';
import { Findings } from './findings.tsx';
import { LoudnessChart } from './loudness-chart.tsx';
import { Measures } from './measures.tsx';
import { SpectrumChart } from './spectrum-chart.tsx';
import { StereoChart } from './stereo-chart.tsx';
import { useAnalysis } from './use-analysis.ts';

/** What the version that is heard measures: what was noticed, pictures of its level, tone and width, every number. */
export default function AnalysisPanel() {
  const { version } = useReview();
  if (version?.file.state !== 'ready')
    return (
      <EmptyState title="Nothing measured yet" level={3} className="mt-4">
        As soon as a version can be heard, its loudness, tone and width are shown here.
      </EmptyState>
    );
  return <VersionAnalysis key={version.file.id} version={version} />;
}

function VersionAnalysis({ version }: { version: VersionView }) {
  const { player } = useReview();
  const { data, error, refetch } = useAnalysis(version.file.id);
  const rate = version.file.sampleRate ?? 48_000;
  const goTo = useCallback((seconds: number) => player?.seek(Math.round(seconds * rate)), [player, rate]);
  if (error)
    return (
      <ErrorState level={3} className="mt-4" action={<Button onClick={() => void refetch()}>Try again</Button>}>
        {errorSentence(error)}
      </ErrorState>
    );
  if (!data) return <Loading />;
  const { analysis, readiness } = data;
  const color = versionColor(version);
  const hasSpectrum = analysis.spectrum.thirdOctaveDb.length > 0;
  return (
    <div className="grid items-start gap-4 pt-4 xl:grid-cols-2">
      <Card title={`What ${version.label} is like`} className="xl:col-span-2">
        <ul className="mb-3 grid gap-1 text-muted">
          {readiness.reasons.map((reason) => (
            <li key={reason} className="text-pretty">
              {reason}
            </li>
          ))}
        </ul>
        {readiness.findings.length > 0 ? (
          <Findings findings={readiness.findings} label={`What was noticed in ${version.label}`} onPick={goTo} />
        ) : (
          <p>Nothing wrong was found.</p>
        )}
      </Card>
      <Card title="Loudness and peaks">
        <LoudnessChart analysis={analysis} color={color} onPick={goTo} />
      </Card>
      <Card title="Spectrum">
        {hasSpectrum ? <SpectrumChart analysis={analysis} color={color} /> : <NotMeasured />}
      </Card>
      <Card title="Stereo">
        {analysis.curve.correlation.length > 0 ? (
          <StereoChart analysis={analysis} color={color} onPick={goTo} />
        ) : analysis.format.channels === 1 ? (
          <p className="text-muted">A mono file has no width.</p>
        ) : (
          <NotMeasured />
        )}
      </Card>
      <Card title="Numbers">
        <Measures analysis={analysis} />
      </Card>
    </div>
  );
}

function Card({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <section className={`min-w-0 rounded-l border border-line bg-surface p-4 ${className ?? ''}`}>
      <h3 className="mb-3 font-semibold">{title}</h3>
      {children}
    </section>
  );
}

const NotMeasured = () => (
  <p className="text-muted">This file was measured by an earlier release, which did not draw this.</p>
);

const Loading = () => (
  <SkeletonGroup label="Loading the analysis" className="grid gap-4 pt-4 xl:grid-cols-2">
    <Skeleton className="h-28 xl:col-span-2" />
    <Skeleton className="h-72" />
    <Skeleton className="h-72" />
  </SkeletonGroup>
);
