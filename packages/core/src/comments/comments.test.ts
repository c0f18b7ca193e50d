import { randomUUID } from 'node:crypto';
import { makeComment, makeGuest, makeShareLink, makeVersion } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listEventsSince } from '../events/list-events-since.ts';
import { loadEventReader } from '../events/load-event-reader.ts';
import { listNotifications } from '../notifications/list-notifications.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { addComment, addCommentInput } from './add-comment.ts';
import { statusAction } from './comment-rules.ts';
import { listComments } from './list-comments.ts';
import { readThread, threadFor } from './read-thread.ts';
import { removeComment } from './remove-comment.ts';
import { setCommentStatus } from './set-comment-status.ts';
import { updateComment } from './update-comment.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db);
});
afterAll(() => core.end());

type Input = Parameters<typeof addComment>[1];
const note = (over: Partial<Input> = {}): Input => ({
  id: randomUUID(),
  versionId: cast.mix2.id,
  body: 'More vocals.',
  visibility: 'everyone',
  ...over,
});
const lastSeq = async () =>
  Number((await core.db.project.findUniqueOrThrow({ where: { id: cast.project.id } })).lastSeq);

describe('adding a comment', () => {
  it('writes it, with an event and a notification for the others', async () => {
    const before = await lastSeq();
    const input = note({ startSample: 48_000, endSample: 96_000 });
    const comment = await addComment(core.as(cast.artist), input);
    expect(comment).toMatchObject({
      id: input.id,
      author: { kind: 'user', id: cast.artist.id, name: 'Ada' },
      startSample: 48_000,
      endSample: 96_000,
      status: 'open',
      replies: [],
    });
    const events = await listEventsSince(core.as(cast.guest), { projectId: cast.project.id, seq: before, limit: 10 });
    expect(events).toMatchObject([
      {
        seq: before + 1,
        type: 'comment.added',
        payload: { songId: cast.song.id, versionId: cast.mix2.id, commentId: input.id },
        actor: { kind: 'user', name: 'Ada' },
      },
    ]);
    expect((await listNotifications(core.as(cast.engineer)))[0]).toMatchObject({
      text: 'Ada commented on Mix 2 of Harbour.',
      target: { commentId: input.id },
    });
    expect(await listNotifications(core.as(cast.artist))).toEqual([]);
  });

  it('makes one row of a comment sent twice, also at once', async () => {
    const input = note();
    const before = await lastSeq();
    const answers = await Promise.all([1, 2, 3].map(() => addComment(core.as(cast.guest), input)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers[0]!.author).toMatchObject({ kind: 'guest', id: cast.guest.id, name: 'Gil' });
    expect(await lastSeq()).toBe(before + 1);
    await expectError(addComment(core.as(cast.artist), input), 'conflict');
    const own = { ...input, versionId: cast.foreignMix.id };
    await expectError(addComment(core.as(cast.stranger), own), 'conflict');
  });

  it('numbers twenty at once without a gap', async () => {
    const before = await lastSeq();
    const authors = [cast.artist, cast.engineer, cast.client, cast.guest];
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        addComment(core.as(authors[index % 4]!), note({ body: `Note ${index}` })),
      ),
    );
    const events = await listEventsSince(core.as(cast.artist), { projectId: cast.project.id, seq: before, limit: 500 });
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => before + 1 + index));
    expect(new Set(events.map(({ payload }) => payload.commentId)).size).toBe(20);
  });

  it('refuses places outside the version', async () => {
    const frames = Number(cast.mix2.file.frames);
    const artist = core.as(cast.artist);
    await addComment(artist, note({ startSample: frames - 1 }));
    await addComment(artist, note({ startSample: 0, endSample: frames }));
    for (const [startSample, endSample] of [
      [frames, undefined],
      [frames - 1, frames + 1],
      [100, 100],
      [100, 99],
      [undefined, 100],
    ]) {
      await expectError(addComment(artist, note({ startSample, endSample })), 'bad_input');
    }
    for (const startSample of [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(addCommentInput.safeParse(note({ startSample })).success).toBe(false);
    }
    const unread = await makeVersion(core.db, { songId: cast.song.id, file: { state: 'processing', frames: null } });
    await expectError(addComment(artist, note({ versionId: unread.id, startSample: 0 })), 'conflict');
    await core.db.version.delete({ where: { id: unread.id } });
  });

  it('takes text as it is, but no NUL and not a megabyte', () => {
    const markup = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) \u202Eabc';
    expect(addCommentInput.parse(note({ body: ` ${markup}\0\n\n` })).body).toBe(markup);
    expect(addCommentInput.parse(note({ body: 'x'.repeat(10_000) })).body).toHaveLength(10_000);
    expect(addCommentInput.parse(note({ body: 'a\ud800b' })).body).toBe('a\ufffdb');
    const messages = ['x'.repeat(10_001), ' \0 ', ''].map(
      (body) => addCommentInput.safeParse(note({ body })).error?.issues[0]?.message,
    );
    expect(messages).toEqual([
      'A comment may have 10,000 characters at most.',
      'A comment must not be empty.',
      'A comment must not be empty.',
    ]);
  });

  it('is for who may comment on that version', async () => {
    await expectError(addComment(core.as(cast.stranger), note()), 'not_found');
    await expectError(addComment(core.as(cast.artist), note({ versionId: cast.foreignMix.id })), 'not_found');
    await expectError(addComment(core.as(cast.guest), note({ versionId: cast.otherMix.id })), 'not_found');
    const link = await makeShareLink(core.db, {
      projectId: cast.project.id,
      createdById: cast.artist.id,
      songId: cast.song.id,
      rights: ['listen'],
    });
    const listener = await makeGuest(core.db, { shareLinkId: link.id });
    await expectError(addComment(core.as(listener), note()), 'not_allowed');
  });
});

describe('threads', () => {
  it('are flat, belong to one version, and have one place', async () => {
    const root = await addComment(core.as(cast.artist), note({ startSample: 10 }));
    const reply = await addComment(core.as(cast.engineer), note({ parentId: root.id, startSample: 99, body: 'Done.' }));
    expect(reply).toMatchObject({ parentId: root.id, startSample: null });
    core.clock.at = new Date(core.clock.at.getTime() + 1);
    const deeper = await addComment(core.as(cast.guest), note({ parentId: reply.id, body: 'Nice!' }));
    expect(deeper.parentId).toBe(root.id);
    await expectError(
      addComment(core.as(cast.artist), note({ parentId: root.id, versionId: cast.mix1.id })),
      'not_found',
    );
    const foreign = await makeComment(core.db, { versionId: cast.foreignMix.id, authorUserId: cast.stranger.id });
    await expectError(addComment(core.as(cast.artist), note({ parentId: foreign.id })), 'not_found');
    const threads = await listComments(core.as(cast.client), { songId: cast.song.id, versionId: cast.mix2.id });
    expect(threads.find(({ id }) => id === root.id)?.replies.map(({ body }) => body)).toEqual(['Done.', 'Nice!']);
  });

  it('are listed in the order of the music', async () => {
    const own = await makeCast(core.db);
    for (const [body, startSample] of [
      ['late', 900n],
      ['whole', null],
      ['early', 5n],
    ] as const) {
      await makeComment(core.db, { versionId: own.mix1.id, authorUserId: own.artist.id, body, startSample });
    }
    await makeComment(core.db, { versionId: own.mix2.id, authorUserId: own.artist.id, body: 'other', startSample: 1n });
    const list = async (versionId?: string) =>
      (await listComments(core.as(own.client), { songId: own.song.id, versionId })).map(({ body }) => body);
    expect(await list(own.mix1.id)).toEqual(['whole', 'early', 'late']);
    expect(await list()).toEqual(['whole', 'other', 'early', 'late']);
    await expectError(list(own.otherMix.id), 'not_found');
  });

  it('of the team stay with the team', async () => {
    const own = await makeCast(core.db);
    const input = { id: randomUUID(), versionId: own.mix1.id, body: 'He sings flat.', visibility: 'team' } as const;
    await expectError(addComment(core.as(own.client), input), 'not_allowed');
    await expectError(addComment(core.as(own.guest), input), 'not_allowed');
    const root = await addComment(core.as(own.engineer), input);
    const reply = await addComment(core.as(own.artist), {
      ...input,
      id: randomUUID(),
      parentId: root.id,
      visibility: 'everyone',
    });
    expect(reply.visibility).toBe('team');
    await expectError(
      addComment(core.as(own.client), { ...input, id: randomUUID(), parentId: root.id, visibility: 'everyone' }),
      'not_found',
    );
    for (const outsider of [own.client, own.guest]) {
      expect(await listComments(core.as(outsider), { songId: own.song.id })).toEqual([]);
      expect(await listEventsSince(core.as(outsider), { projectId: own.project.id, seq: 0, limit: 9 })).toEqual([]);
      await expectError(setCommentStatus(core.as(outsider), { commentId: root.id, status: 'verified' }), 'not_found');
    }
    expect(await listNotifications(core.as(own.client))).toEqual([]);
    expect(await listEventsSince(core.as(own.artist), { projectId: own.project.id, seq: 0, limit: 9 })).toHaveLength(2);
    expect(await listComments(core.as(own.artist), { songId: own.song.id })).toMatchObject([{ replies: [{}] }]);
  });

  it('of the team reach the owner too, whatever their role', async () => {
    const own = await makeCast(core.db);
    await core.db.project.update({ where: { id: own.project.id }, data: { ownerId: own.client.id } });
    const { id } = await addComment(core.as(own.engineer), note({ versionId: own.mix1.id, visibility: 'team' }));
    expect(await listComments(core.as(own.client), { songId: own.song.id })).toMatchObject([{ id }]);
    expect(await listNotifications(core.as(own.client))).toMatchObject([{ target: { commentId: id } }]);
  });
});

describe('a reply', () => {
  it('to a note that is removed just then is refused, and nobody is told of it', async () => {
    const own = await makeCast(core.db);
    const root = await addComment(core.as(own.artist), note({ versionId: own.mix1.id }));
    const before = await core.db.projectEvent.count({ where: { projectId: own.project.id } });
    const late = core.as(own.client);
    const reply = addComment(
      {
        ...late,
        db: late.db.$extends({
          query: {
            comment: {
              // Between the look at the note and the transaction that replies to it.
              async findFirst({ args, query }) {
                const found = await query(args);
                await core.db.comment.update({ where: { id: root.id }, data: { deletedAt: core.clock.at } });
                return found;
              },
            },
          },
        }) as unknown as typeof late.db,
      },
      note({ versionId: own.mix1.id, parentId: root.id }),
    );
    await expectError(reply, 'not_found');
    expect(await core.db.projectEvent.count({ where: { projectId: own.project.id } })).toBe(before);
    expect(await core.db.comment.count({ where: { parentId: root.id } })).toBe(0);
  });
});

describe('one comment by itself', () => {
  const shown = async (who: Parameters<TestCore['as']>[0], commentId: string) => {
    const thread = await readThread(core.db, commentId);
    return thread && threadFor(await loadEventReader(core.as(who), cast.project.id), thread);
  };

  it('is what the list shows of it, replies included, to each what they may read', async () => {
    const root = await addComment(core.as(cast.artist), note({ startSample: 10 }));
    const reply = await addComment(core.as(cast.engineer), note({ parentId: root.id }));
    const secret = await addComment(core.as(cast.engineer), note({ parentId: root.id, visibility: 'team' }));
    for (const [reader, replies] of [
      [cast.artist, [reply.id, secret.id]],
      [cast.client, [reply.id]],
      [cast.guest, [reply.id]],
    ] as const) {
      const list = await listComments(core.as(reader), { songId: cast.song.id });
      const listed = list.find(({ id }) => id === root.id);
      expect(new Set(listed?.replies.map(({ id }) => id))).toEqual(new Set(replies));
      expect(await shown(reader, root.id)).toEqual(listed);
      expect(await shown(reader, reply.id)).toEqual(listed?.replies.find(({ id }) => id === reply.id));
    }
  });

  it('is nothing to those whom the list does not show it, nor once it is removed', async () => {
    const secret = await addComment(core.as(cast.artist), note({ visibility: 'team' }));
    const open = await addComment(core.as(cast.artist), note());
    for (const reader of [cast.client, cast.guest]) expect(await shown(reader, secret.id)).toBeNull();
    const elsewhere = await addComment(core.as(cast.artist), note({ versionId: cast.otherMix.id }));
    expect(await shown(cast.guest, elsewhere.id)).toBeNull();
    const reply = await addComment(core.as(cast.engineer), note({ parentId: open.id }));
    await removeComment(core.as(cast.artist), { commentId: open.id });
    for (const { id } of [open, reply]) expect(await shown(cast.artist, id)).toBeNull();
    const mix = await makeVersion(core.db, { songId: cast.song.id });
    const onMix = await addComment(core.as(cast.artist), note({ versionId: mix.id }));
    expect(await shown(cast.artist, onMix.id)).toMatchObject({ id: onMix.id });
    await core.db.version.update({ where: { id: mix.id }, data: { removedAt: core.clock.at } });
    expect(await shown(cast.artist, onMix.id)).toBeNull();
  });
});

describe('changing and removing', () => {
  it('words are changed by their author alone', async () => {
    const comment = await addComment(core.as(cast.guest), note());
    await updateComment(core.as(cast.guest), { commentId: comment.id, body: 'Less vocals.' });
    await expectError(updateComment(core.as(cast.artist), { commentId: comment.id, body: 'No.' }), 'not_allowed');
    await expectError(updateComment(core.as(cast.stranger), { commentId: comment.id, body: 'No.' }), 'not_found');
    const row = await core.db.comment.findUniqueOrThrow({ where: { id: comment.id } });
    expect(row).toMatchObject({ body: 'Less vocals.', editedAt: core.clock.at });
    const sibling = await makeGuest(core.db, { shareLinkId: cast.shareLink.id });
    await expectError(removeComment(core.as(sibling), { commentId: comment.id }), 'not_allowed');
    await removeComment(core.as(cast.guest), { commentId: comment.id });
    await expectError(updateComment(core.as(cast.guest), { commentId: comment.id, body: 'x' }), 'not_found');
  });

  it('a thread with answers is removed by who moderates, and takes its answers along', async () => {
    const root = await addComment(core.as(cast.client), note());
    const reply = await addComment(core.as(cast.engineer), note({ parentId: root.id }));
    await expectError(removeComment(core.as(cast.client), { commentId: root.id }), 'conflict');
    await expectError(removeComment(core.as(cast.engineer), { commentId: root.id }), 'not_allowed');
    await removeComment(core.as(cast.artist), { commentId: root.id });
    await expectError(updateComment(core.as(cast.engineer), { commentId: reply.id, body: 'x' }), 'not_found');
    const threads = await listComments(core.as(cast.artist), { songId: cast.song.id });
    expect(threads.map(({ id }) => id)).not.toContain(root.id);
  });
});

describe('status', () => {
  it('addressed is told to whoever wrote the note, unless they did it themselves', async () => {
    const own = await makeCast(core.db);
    const { id: asked } = await addComment(core.as(own.client), note({ versionId: own.mix1.id }));
    await setCommentStatus(core.as(own.engineer), { commentId: asked, status: 'addressed' });
    const { id: noted } = await addComment(core.as(own.engineer), note({ versionId: own.mix1.id, visibility: 'team' }));
    await setCommentStatus(core.as(own.engineer), { commentId: noted, status: 'addressed' });
    const told = async (who: Parameters<TestCore['as']>[0]) =>
      (await listNotifications(core.as(who))).filter(({ text }) => text.endsWith('as addressed.'));
    expect(await told(own.client)).toMatchObject([
      { text: 'Ben marked your comment on Mix 1 of Harbour as addressed.', target: { commentId: asked } },
    ]);
    for (const other of [own.engineer, own.artist]) expect(await told(other)).toEqual([]);
  });

  it.each([
    ['open', ['addressed', 'verified']],
    ['addressed', ['verified', 'reopened']],
    ['verified', ['reopened']],
    ['reopened', ['addressed', 'verified']],
  ] as const)('%s leads to %j', (from, ways) => {
    const all = ['open', 'addressed', 'verified', 'reopened'] as const;
    expect(all.filter((to) => statusAction(from, to) !== null)).toEqual(ways);
  });

  it('is addressed by the team, and verified or reopened by whoever wanted it', async () => {
    const { id: commentId } = await addComment(core.as(cast.guest), note());
    await expectError(setCommentStatus(core.as(cast.guest), { commentId, status: 'addressed' }), 'not_allowed');
    await expectError(setCommentStatus(core.as(cast.client), { commentId, status: 'addressed' }), 'not_allowed');
    await expectError(setCommentStatus(core.as(cast.engineer), { commentId, status: 'reopened' }), 'conflict');
    await setCommentStatus(core.as(cast.engineer), { commentId, status: 'addressed' });
    await setCommentStatus(core.as(cast.guest), { commentId, status: 'verified' });
    const before = await lastSeq();
    await setCommentStatus(core.as(cast.guest), { commentId, status: 'verified' });
    expect(await lastSeq()).toBe(before);
    await setCommentStatus(core.as(cast.client), { commentId, status: 'reopened' });
    const sibling = await makeGuest(core.db, { shareLinkId: cast.shareLink.id });
    await expectError(setCommentStatus(core.as(sibling), { commentId, status: 'verified' }), 'not_allowed');
    const reply = await addComment(core.as(cast.guest), note({ parentId: commentId }));
    await expectError(
      setCommentStatus(core.as(cast.engineer), { commentId: reply.id, status: 'verified' }),
      'bad_input',
    );
  });
});
