import { describe, expect, test } from 'vitest';
import { guessStemRole } from './stem-role.ts';

describe('role of a stem', () => {
  test.each([
    ['7.Francium_Stem_BGVOX ALT OUTRO.m4a', 'backingVocal'],
    ['7.Francium_Stem_BGVOX BOP.m4a', 'backingVocal'],
    ['7.Francium_Stem_BGVOX BUILD.m4a', 'backingVocal'],
    ['7.Francium_Stem_BGVOX ECHO.m4a', 'backingVocal'],
    ['7.Francium_Stem_BGVOX OUTRO.m4a', 'backingVocal'],
    ['7.Francium_Stem_BGVOX SCATTER OUTRO.m4a', 'backingVocal'],
    ['7.Francium_Stem_BIG BEAT.m4a', 'drums'],
    ['7.Francium_Stem_BREAK.m4a', 'drums'],
    ['7.Francium_Stem_CLAPS.m4a', 'clap'],
    ['7.Francium_Stem_CRASH.m4a', 'cymbals'],
    ['7.Francium_Stem_CYMBALS.m4a', 'cymbals'],
    ['7.Francium_Stem_FILL BEAT.m4a', 'drums'],
    ['7.Francium_Stem_FILL BUILD.m4a', 'drums'],
    ['7.Francium_Stem_FILL SCRATCH.m4a', 'fx'],
    ['7.Francium_Stem_GARAGE BEAT.m4a', 'drums'],
    ['7.Francium_Stem_HATS.m4a', 'hats'],
    ['7.Francium_Stem_KICK.m4a', 'kick'],
    ['7.Francium_Stem_MELODY GLITCH.m4a', 'synth'],
    ['7.Francium_Stem_MICROCOSM_EFFECT.m4a', 'fx'],
    ['7.Francium_Stem_MINILOGUE_SYNTH.m4a', 'synth'],
    ['7.Francium_Stem_OPEN HATS.m4a', 'hats'],
    ['7.Francium_Stem_PERC BUILD.m4a', 'percussion'],
    ['7.Francium_Stem_SCRATCH BEAT.m4a', 'drums'],
    ['7.Francium_Stem_SINE.m4a', 'synth'],
    ['7.Francium_Stem_TEXTURE.m4a', 'pad'],
    ['7.Francium_Stem_VOX LEAD.m4a', 'leadVocal'],
    ['LeadVox_01.wav', 'leadVocal'],
    ['03 Bass DI.wav', 'bass'],
    ['Bass Drum in.wav', 'kick'],
    ['Gtr2 L.wav', 'guitar'],
    ['TR808.wav', 'other'],
    ['808.wav', 'bass'],
    ['OH.wav', 'cymbals'],
    ['Piano.flac', 'keys'],
  ])('%s is %s', (name, role) => {
    expect(guessStemRole(name).role).toBe(role);
  });

  test('a dark stem whose name says little is the bass', () => {
    expect(guessStemRole('SINE.wav', 70)).toEqual({ role: 'bass', from: 'sound' });
    expect(guessStemRole('Audio 7.wav', 90)).toEqual({ role: 'bass', from: 'sound' });
  });

  test('a name that says what it is beats the sound', () => {
    expect(guessStemRole('Kick.wav', 60)).toEqual({ role: 'kick', from: 'name' });
  });

  test('an unknown name is nothing in particular', () => {
    expect(guessStemRole('Audio 7.wav', 2000)).toEqual({ role: 'other', from: 'nothing' });
  });
});
