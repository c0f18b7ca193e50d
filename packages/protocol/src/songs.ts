import { z } from 'zod';

export const stages = ['tracking', 'mixing', 'mastering', 'delivered'] as const;
export const stageSchema = z.enum(stages);
export type Stage = z.infer<typeof stageSchema>;

export const versionKinds = ['rough', 'mix', 'master', 'reference'] as const;
export const versionKindSchema = z.enum(versionKinds);
export type VersionKind = z.infer<typeof versionKindSchema>;

export const uploadPurposes = ['stem', 'rough', 'mix', 'master', 'reference'] as const;
export const uploadPurposeSchema = z.enum(uploadPurposes);
export type UploadPurpose = z.infer<typeof uploadPurposeSchema>;

export const fileStateSchema = z.enum(['processing', 'ready', 'failed']);
export type FileState = z.infer<typeof fileStateSchema>;

export const commentStatusSchema = z.enum(['open', 'addressed', 'verified', 'reopened']);
export type CommentStatus = z.infer<typeof commentStatusSchema>;

export const decisionSchema = z.enum(['approved', 'rejected']);
export type Decision = z.infer<typeof decisionSchema>;

export const services = ['mix', 'mix_and_master', 'master', 'stem_master'] as const;
export const serviceSchema = z.enum(services);
export type Service = z.infer<typeof serviceSchema>;

export const requestStateSchema = z.enum(['open', 'asked', 'accepted', 'declined', 'withdrawn']);
export type RequestState = z.infer<typeof requestStateSchema>;

const kindWord: Record<VersionKind, string> = { rough: 'Rough', mix: 'Mix', master: 'Master', reference: 'Reference' };
/** "Mix 3", or its own name for a reference: "Reference: Harbour". */
export function versionLabel(version: { kind: VersionKind; number: number; name?: string }): string {
  if (version.kind === 'reference' && version.name) return `Reference: ${version.name}`;
  return `${kindWord[version.kind]} ${version.number}`;
}
