import type { Material, UploadPurpose } from '@sweetspot/protocol';

/**
 * What the person who brought a file has said of it by bringing it as this. A stem is an element and a master is to be
 * judged as one; what is called a mix may sound mastered, which is worth saying.
 */
export const whatIsKnownOf = (purpose: UploadPurpose): { whole?: boolean; material?: Material } => {
  if (purpose === 'stem') return { material: 'stems' };
  if (purpose === 'master') return { material: 'master' };
  return { whole: true };
};
