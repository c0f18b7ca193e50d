import type { Readiness } from '@sweetspot/protocol';
import { describe, expect, it } from 'vitest';
import { recommendService, type SongMaterial } from './recommend-service.ts';

const readiness = (more: Partial<Readiness>): Readiness => ({
  stage: 'mix',
  recommendation: 'master',
  reasons: [],
  findings: [],
  ...more,
});
const material = (more: Partial<SongMaterial>): SongMaterial => ({
  stems: { names: [], findings: [] },
  mixes: [],
  masters: [],
  ...more,
});
const hurt = readiness({
  recommendation: 'mix_and_master',
  reasons: ['Clipped at 1:03.2.', 'Mastering cannot mend that; the mix has to be opened again.'],
});

describe('recommendService', () => {
  it('recommends nothing for nothing', () => {
    expect(recommendService(material({}))).toEqual({ service: null, reasons: [] });
  });

  it('recommends mixing and mastering for single elements', () => {
    const names = ['Kick.wav', 'Snare.wav', 'Bass DI.wav', 'Lead vox.wav', 'Gtr L.wav'];
    expect(recommendService(material({ stems: { names, findings: [] } })).service).toBe('mix_and_master');
  });

  it('recommends stem mastering for a few groups', () => {
    const names = ['01_Drums.wav', 'Bass.wav', 'Music Bus.wav', 'Vocals.wav'];
    const { service, reasons } = recommendService(material({ stems: { names, findings: [] } }));
    expect(service).toBe('stem_master');
    expect(reasons[0]).toContain('Drums, Bass, Music Bus and Vocals');
  });

  it('recommends mastering for a mix that can be mastered', () => {
    const mixes = [{ label: 'Mix 2', readiness: readiness({}) }];
    expect(recommendService(material({ mixes }))).toEqual({
      service: 'master',
      reasons: ['Mix 2 is a mix that can be mastered.'],
    });
  });

  it('sends a hurt mix back to its stems when they are there, and asks for them when not', () => {
    const mixes = [{ label: 'Mix 1', readiness: hurt }];
    const withStems = recommendService(material({ mixes, stems: { names: ['Kick.wav', 'Bass.wav'], findings: [] } }));
    expect(withStems).toMatchObject({ service: 'mix_and_master' });
    expect(withStems.reasons).toContain('Clipped at 1:03.2.');
    expect(withStems.reasons.at(-1)).toBe('2 stems to mix from are here.');
    expect(recommendService(material({ mixes })).reasons.at(-1)).toContain('Bring its stems');
  });

  it('goes by the newest mix', () => {
    const mixes = [
      { label: 'Mix 1', readiness: hurt },
      { label: 'Mix 2', readiness: readiness({}) },
    ];
    expect(recommendService(material({ mixes })).service).toBe('master');
  });

  it('says that a mix sounds mastered already', () => {
    const mixes = [{ label: 'Mix 1', readiness: readiness({ stage: 'master', recommendation: null }) }];
    const { service, reasons } = recommendService(material({ mixes }));
    expect(service).toBeNull();
    expect(reasons[0]).toBe('Mix 1 sounds mastered already.');
  });

  it('has a master mastered again only when it has a problem', () => {
    const good = readiness({ stage: 'master', recommendation: null });
    const bad = readiness({
      stage: 'master',
      findings: [{ code: 'dead_channel', severity: 'problem', message: 'The left channel is silent.', atSeconds: [] }],
    });
    expect(recommendService(material({ masters: [{ label: 'Master 1', readiness: good }] })).service).toBeNull();
    expect(recommendService(material({ masters: [{ label: 'Master 1', readiness: bad }] })).service).toBe('master');
  });
});
