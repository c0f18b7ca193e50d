import type { Service } from '@sweetspot/protocol/songs';

const words: Record<Service, { name: string; explanation: string }> = {
  mix: { name: 'Mix', explanation: 'Separate stems become one stereo mix.' },
  mix_and_master: { name: 'Mix + master', explanation: 'Stems become a mix, and the mix a finished master.' },
  master: { name: 'Master', explanation: 'A finished stereo mix gets its final level and tone.' },
  stem_master: { name: 'Stem master', explanation: 'A few grouped stems are mastered with more room to correct.' },
};

/** A service as people read it. */
export const serviceName = (service: Service): string => words[service].name;

/** What a service does, in one sentence. */
export const serviceExplanation = (service: Service): string => words[service].explanation;
