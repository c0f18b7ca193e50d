import { judgeFile } from '@sweetspot/advice';
import { AppError, analysisSchema, idSchema } from '@sweetspot/protocol';
import type { AnalysisView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadFileFor } from '../access/load.ts';
import { whatIsKnownOf } from '../advice/what-is-known-of.ts';
import type { Context } from '../context.ts';

export const getAnalysisInput = z.object({ fileId: idSchema });

/** Everything that was measured of a file, and what is to be said of it. Throws `conflict` until it is measured. */
export async function getAnalysis(ctx: Context, { fileId }: z.infer<typeof getAnalysisInput>): Promise<AnalysisView> {
  const { record: file } = await loadFileFor(ctx, fileId, 'version.listen');
  if (file.analysis === null) throw new AppError('conflict', 'This file is not measured yet.');
  const analysis = analysisSchema.parse(file.analysis);
  return { analysis, readiness: judgeFile(analysis, whatIsKnownOf(file.version?.kind ?? 'stem')) };
}
