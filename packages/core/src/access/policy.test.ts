import { describe, expect, it } from 'vitest';
import { actions, allows, type Grant, mayAssignRole, permissionsOf } from './policy.ts';

const links: Grant[] = ['link:listen', 'link:comment', 'link:approve', 'link:download'];

describe('policy', () => {
  it('gives nothing to who holds nothing', () => {
    expect(permissionsOf([])).toEqual([]);
  });

  it('gives a guest with every right no more than to hear, comment, approve and download', () => {
    expect(permissionsOf(links)).toEqual([
      'project.view',
      'song.view',
      'version.listen',
      'version.download',
      'comment.add',
      'approval.give',
      'delivery.download',
      'abx.start',
    ]);
  });

  it('keeps stems, recipes and notes of the team from guests, and the last two from clients', () => {
    for (const action of ['stem.view', 'render.view-recipe', 'comment.view-team', 'project.activity'] as const) {
      expect(allows(links, action)).toBe(false);
    }
    expect(allows(['client'], 'render.view-recipe')).toBe(false);
    expect(allows(['client'], 'comment.view-team')).toBe(false);
  });

  it('lets the one who mixed not approve the mix', () => {
    expect(allows(['engineer'], 'approval.give')).toBe(false);
  });

  it('lets the worker look, and nothing else', () => {
    const mayDo = permissionsOf(['worker']);
    expect(mayDo.every((action) => /\.(view|view-team|view-recipe|listen|download)$/.test(action))).toBe(true);
  });

  it('names somebody for every action', () => {
    const everyone: Grant[] = ['owner', 'artist', 'engineer', 'client', 'author', 'participant', 'worker', ...links];
    expect(permissionsOf(everyone)).toEqual(actions);
  });

  it('lets nobody make somebody who could remove them', () => {
    expect(mayAssignRole(['engineer'], 'artist')).toBe(false);
    expect(mayAssignRole(['engineer'], 'engineer')).toBe(true);
    expect(mayAssignRole(['engineer', 'owner'], 'artist')).toBe(true);
    expect(mayAssignRole(['artist'], 'artist')).toBe(true);
    expect(mayAssignRole(['client'], 'client')).toBe(false);
  });
});
