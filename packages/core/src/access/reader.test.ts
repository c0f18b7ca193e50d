import { describe, expect, it } from 'vitest';
import { authorAt, coveringPasses, grantsAt, type Pass, passCovers, type Reader } from './reader.ts';

const pass = (over: Partial<Pass>): Pass => ({
  guestId: 'guest',
  name: 'Gil',
  shareLinkId: 'link',
  scope: 'project',
  songId: null,
  versionId: null,
  followLatest: false,
  expiresAt: null,
  rights: ['listen'],
  ...over,
});
const newest = { id: 'mix-2', ready: true, latest: true };
const older = { id: 'mix-1', ready: true, latest: false };

describe('passCovers', () => {
  const everything = pass({});
  const song = pass({ scope: 'song', songId: 'a' });
  const version = pass({ scope: 'version', songId: 'a', versionId: 'mix-1' });
  const latest = pass({ scope: 'song', songId: 'a', followLatest: true });

  it.each([
    ['project link, project', everything, {}, true],
    ['project link, any song', everything, { songId: 'b' }, true],
    ['project link, any version', everything, { songId: 'b', version: older }, true],
    [
      'project link, a version that cannot be heard',
      everything,
      { songId: 'b', version: { ...older, ready: false } },
      false,
    ],
    ['song link, project', song, {}, true],
    ['song link, its song', song, { songId: 'a' }, true],
    ['song link, another song', song, { songId: 'b' }, false],
    ['song link, a version of its song', song, { songId: 'a', version: older }, true],
    ['song link, a version of another song', song, { songId: 'b', version: newest }, false],
    ['version link, its song', version, { songId: 'a' }, true],
    ['version link, another song', version, { songId: 'b' }, false],
    ['version link, its version', version, { songId: 'a', version: older }, true],
    ['version link, a newer version', version, { songId: 'a', version: newest }, false],
    ['link that follows, the newest', latest, { songId: 'a', version: newest }, true],
    ['link that follows, an older one', latest, { songId: 'a', version: older }, false],
  ])('%s', (_, link, place, expected) => {
    expect(passCovers(link, place)).toBe(expected);
  });
});

describe('grantsAt', () => {
  it('gives the rights of a link only where it reaches', () => {
    const reader: Reader = {
      projectId: 'p',
      memberGrants: [],
      role: null,
      member: null,
      passes: [
        pass({ guestId: 'g1', scope: 'song', songId: 'a', rights: ['listen', 'approve'] }),
        pass({ guestId: 'g2', scope: 'song', songId: 'b', rights: ['listen', 'comment'] }),
      ],
    };
    expect(grantsAt(reader, { songId: 'a' })).toEqual(['link:listen', 'link:approve']);
    expect(grantsAt(reader, { songId: 'b' })).toEqual(['link:listen', 'link:comment']);
    expect(grantsAt(reader, { songId: 'c' })).toEqual([]);
    expect(coveringPasses(reader, { songId: 'b' }).map(({ guestId }) => guestId)).toEqual(['g2']);
  });

  it('writes as the guest whose link allows it, and as a member when one is', () => {
    const passes = [
      pass({ guestId: 'listener', rights: ['listen'] }),
      pass({ guestId: 'commenter', rights: ['listen', 'comment'] }),
    ];
    const guest: Reader = { projectId: 'p', memberGrants: [], role: null, member: null, passes };
    expect(authorAt(guest, { songId: 'a' }, 'comment.add').guestId).toBe('commenter');
    const member = { ...guest, member: { userId: 'u', guestId: null, name: 'Ada' } };
    expect(authorAt(member, { songId: 'a' }, 'comment.add')).toMatchObject({ userId: 'u', guestId: null });
  });
});
