import { makeShareLink, makeSong, makeUser } from '@sweetspot/prisma/seed';
import { accessEndedChannel } from '@sweetspot/protocol';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptInvitation } from '../invitations/accept-invitation.ts';
import { addInvitation } from '../invitations/add-invitation.ts';
import { previewInvitation } from '../invitations/preview-invitation.ts';
import { revokeInvitation } from '../invitations/revoke-invitation.ts';
import { listNotifications } from '../notifications/list-notifications.ts';
import { addProject } from '../projects/add-project.ts';
import { getProject } from '../projects/get-project.ts';
import { listProjects } from '../projects/list-projects.ts';
import { removeProject } from '../projects/remove-project.ts';
import { transferOwnership } from '../projects/transfer-ownership.ts';
import { updateProject } from '../projects/update-project.ts';
import { addShareLink } from '../share-links/add-share-link.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { holdProject } from '../transaction.ts';
import { changeRole } from './change-role.ts';
import { countHandedOut } from './count-handed-out.ts';
import { leaveProject, removeMember } from './remove-member.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

const types = async (projectId: string) =>
  (await core.db.projectEvent.findMany({ where: { projectId }, orderBy: { seq: 'asc' } })).map(({ type }) => type);

/** What PostgreSQL tells web processes about ended access while `work` runs. */
async function endedDuring(work: () => Promise<unknown>): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: core.databaseUrl });
  const heard: unknown[] = [];
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '')));
  await client.connect();
  await client.query(`LISTEN ${accessEndedChannel}`);
  await work();
  await client.query('SELECT 1'); // Notifications that were committed before arrive with this answer.
  await client.end();
  return heard;
}

/** What became of calls that all found the project held, and got it one after another. */
async function inTurn(projectId: string, calls: (() => Promise<unknown>)[]): Promise<PromiseSettledResult<unknown>[]> {
  const waiting = async () => {
    const rows = await core.db.$queryRaw<object[]>`
      SELECT FROM pg_stat_activity
      WHERE "wait_event_type" = 'Lock' AND "datname" = current_database() AND "query" LIKE '%FOR NO KEY UPDATE%'`;
    return rows.length;
  };
  const asked: Promise<unknown>[] = [];
  await core.db.$transaction(async (db) => {
    await holdProject(db, projectId);
    for (const call of calls) {
      asked.push(call());
      await expect.poll(waiting).toBe(asked.length);
    }
  });
  return Promise.allSettled(asked);
}

describe('projects', () => {
  it('belong to who makes them, and sending twice makes one', async () => {
    const user = await makeUser(core.db);
    const id = crypto.randomUUID();
    const input = { id, title: 'Tides', artistName: '', role: 'engineer' } as const;
    expect(await addProject(core.as(user), input)).toEqual({ id });
    expect(await addProject(core.as(user), input)).toEqual({ id });
    await expectError(addProject(core.as(await makeUser(core.db)), input), 'conflict');
    await expectError(addProject(core.as({ kind: 'anonymous' }), input), 'not_signed_in');

    const [project] = await listProjects(core.as(user));
    expect(project).toMatchObject({ id, role: 'engineer', songCount: 0, people: [{ id: user.id }] });
    await updateProject(core.as(user), { projectId: id, artistName: 'The Sea' });
    expect(await getProject(core.as(user), { projectId: id })).toMatchObject({ title: 'Tides', artistName: 'The Sea' });
    expect(await types(id)).toEqual(['project.updated']);
  });

  it('show each role what is theirs to see', async () => {
    const cast = await makeCast(core.db);
    const { project, song } = cast;
    await addInvitation(core.as(cast.artist), { projectId: project.id, email: 'new@example.org', role: 'client' });
    const asArtist = await getProject(core.as(cast.artist), { projectId: project.id });
    expect(asArtist.members.map(({ role, owner, email }) => [role, owner, email])).toEqual([
      ['artist', true, cast.artist.email],
      ['engineer', false, cast.engineer.email],
      ['client', false, cast.client.email],
    ]);
    expect(asArtist.invitations).toHaveLength(1);
    expect(asArtist.permissions).toContain('project.remove');

    const asClient = await getProject(core.as(cast.client), { projectId: project.id });
    expect(asClient.members.map(({ email }) => email)).toEqual([null, null, null]);
    expect(asClient.invitations).toEqual([]);

    const asGuest = await getProject(core.as(cast.guest), { projectId: project.id });
    expect(asGuest).toMatchObject({ role: 'guest', people: [], members: [], songCount: 1 });
    expect(asGuest.songs.map(({ id }) => id)).toEqual([song.id]);
    await expectError(getProject(core.as(cast.stranger), { projectId: project.id }), 'not_found');
  });

  it('are removed by their owner alone, with everybody cut off and the work cancelled', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    await expectError(removeProject(core.as(cast.engineer), { projectId }), 'not_allowed');
    await expectError(removeProject(core.as(cast.stranger), { projectId }), 'not_found');
    const heard = await endedDuring(() => removeProject(core.as(cast.artist), { projectId }));
    expect(heard).toEqual([{ kind: 'project', projectId }]);
    await expectError(getProject(core.as(cast.artist), { projectId }), 'not_found');
    expect(await listProjects(core.as(cast.artist))).toEqual([]);
  });

  it('are handed over to an artist or engineer of the same project', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const foreign = await core.db.member.findFirstOrThrow({ where: { projectId: cast.foreignProject.id } });
    await expectError(transferOwnership(core.as(cast.artist), { projectId, memberId: foreign.id }), 'not_found');
    await expectError(
      transferOwnership(core.as(cast.artist), { projectId, memberId: cast.clientMember.id }),
      'conflict',
    );
    await expectError(
      transferOwnership(core.as(cast.engineer), { projectId, memberId: cast.engineerMember.id }),
      'not_allowed',
    );
    await transferOwnership(core.as(cast.artist), { projectId, memberId: cast.engineerMember.id });
    await expectError(removeProject(core.as(cast.artist), { projectId }), 'not_allowed');
    await leaveProject(core.as(cast.artist), { projectId });
    await expectError(leaveProject(core.as(cast.engineer), { projectId }), 'conflict');
  });
});

describe('roles', () => {
  it('are changed by artists, not by engineers or clients, and the owner stays the owner', async () => {
    const cast = await makeCast(core.db);
    const { engineerMember, clientMember } = cast;
    await expectError(changeRole(core.as(cast.engineer), { memberId: clientMember.id, role: 'artist' }), 'not_allowed');
    await expectError(changeRole(core.as(cast.client), { memberId: clientMember.id, role: 'artist' }), 'not_allowed');
    await expectError(changeRole(core.as(cast.stranger), { memberId: clientMember.id, role: 'artist' }), 'not_found');
    const heard = await endedDuring(() =>
      changeRole(core.as(cast.artist), { memberId: engineerMember.id, role: 'artist' }),
    );
    expect(heard).toEqual([{ kind: 'member', projectId: cast.project.id, userId: cast.engineer.id }]);

    const owner = await core.db.member.findFirstOrThrow({ where: { userId: cast.artist.id } });
    await expectError(changeRole(core.as(cast.engineer), { memberId: owner.id, role: 'client' }), 'not_allowed');
    await expectError(changeRole(core.as(cast.artist), { memberId: owner.id, role: 'client' }), 'conflict');
    await expectError(removeMember(core.as(cast.engineer), { memberId: owner.id }), 'conflict');
  });

  it('never make a client of who is just becoming the owner', async () => {
    const cast = await makeCast(core.db);
    const { id: projectId } = cast.project;
    const memberId = cast.engineerMember.id;
    const asked = await inTurn(projectId, [
      () => transferOwnership(core.as(cast.artist), { projectId, memberId }),
      () => changeRole(core.as(cast.artist), { memberId, role: 'client' }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await core.db.member.findUnique({ where: { id: memberId } })).toHaveProperty('role', 'engineer');
    expect(await core.db.project.findUnique({ where: { id: projectId } })).toHaveProperty('ownerId', cast.engineer.id);
  });

  it('let nobody in any more whose own place is just being taken', async () => {
    const cast = await makeCast(core.db);
    const { id: projectId } = cast.project;
    const engineer = core.as(cast.engineer);
    const asked = await inTurn(projectId, [
      () => removeMember(core.as(cast.artist), { memberId: cast.engineerMember.id }),
      () => addShareLink(engineer, { projectId, scope: 'project', name: 'Later', rights: [], followLatest: false }),
      () => addInvitation(engineer, { projectId, email: 'friend@example.org', role: 'client' }),
    ]);
    expect(asked.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await core.db.shareLink.count({ where: { projectId, name: 'Later' } })).toBe(0);
    expect(await core.db.invitation.count({ where: { projectId } })).toBe(0);
  });

  it.each([
    [true, [1, 1], ['invitation.revoked', 'member.removed', 'share-link.revoked']],
    [false, [2, 2], ['member.removed']],
  ])('end with the links and invitations that the member made: %s', async (revokeHandedOut, left, audited) => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const memberId = cast.engineerMember.id;
    await core.db.shareLink.deleteMany({ where: { projectId } });
    for (const who of [cast.engineer, cast.artist]) {
      await makeShareLink(core.db, { projectId, createdById: who.id });
      await addInvitation(core.as(who), { projectId, email: `${who.id}@example.org`, role: 'client' });
    }
    await makeShareLink(core.db, { projectId, createdById: cast.engineer.id, expiresAt: new Date(0) });
    await makeShareLink(core.db, { projectId, createdById: cast.engineer.id, revokedAt: new Date(0) });
    expect(await countHandedOut(core.as(cast.artist), { memberId })).toEqual({ shareLinks: 1, invitations: 1 });
    await expectError(countHandedOut(core.as(cast.engineer), { memberId }), 'not_allowed');

    const before = await core.db.auditEntry.findMany({ where: { projectId } });
    await removeMember(core.as(cast.artist), { memberId, revokeHandedOut });
    const living = { projectId, revokedAt: null };
    expect([
      await core.db.shareLink.count({ where: { ...living, expiresAt: null } }),
      await core.db.invitation.count({ where: living }),
    ]).toEqual(left);
    const entries = await core.db.auditEntry.findMany({
      where: { projectId, id: { notIn: before.map(({ id }) => id) } },
    });
    expect([...new Set(entries.map(({ action }) => action))].sort()).toEqual(audited);
  });

  it('end with the membership, at once', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const heard = await endedDuring(() => removeMember(core.as(cast.artist), { memberId: cast.engineerMember.id }));
    expect(heard).toEqual([{ kind: 'member', projectId, userId: cast.engineer.id }]);
    await expectError(getProject(core.as(cast.engineer), { projectId }), 'not_found');
    expect(await types(projectId)).toEqual(['member.removed']);
    await leaveProject(core.as(cast.client), { projectId });
    await expectError(leaveProject(core.as(cast.guest), { projectId }), 'not_allowed');
  });
});

describe('invitations', () => {
  const tokenFor = async (email: string) => {
    const mail = await core.db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { id: 'desc' } });
    return /\/invite\/(\S+)/.exec(mail.text)![1]!;
  };

  it('make a member of who they were sent to, once and for good', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const invited = await makeUser(core.db, { name: 'Nora', emailVerifiedAt: null });
    const invitation = await addInvitation(core.as(cast.engineer), {
      projectId,
      email: invited.email,
      role: 'engineer',
    });
    expect(invitation).toMatchObject({ email: invited.email, role: 'engineer' });
    const token = await tokenFor(invited.email);
    await core.db.mail.updateMany({ where: { recipient: invited.email }, data: { sentAt: core.clock.at } });

    for (const bot of [1, 2]) {
      const preview = await previewInvitation(core.as({ kind: 'anonymous' }), { token });
      expect(preview).toMatchObject({ projectTitle: 'Tides', invitedBy: 'Ben', role: 'engineer' });
      expect(preview.maskedEmail, `look ${bot}`).not.toContain(invited.email.slice(1, 6));
    }
    const error = await expectError(acceptInvitation(core.as(cast.stranger), { token }), 'not_allowed');
    expect(error.message).toContain('••••@example.org');
    await expectError(acceptInvitation(core.as({ kind: 'anonymous' }), { token }), 'not_signed_in');

    const accepted = await Promise.all([1, 2, 3].map(() => acceptInvitation(core.as(invited), { token })));
    expect(accepted).toEqual([{ projectId }, { projectId }, { projectId }]);
    expect((await getProject(core.as(invited), { projectId })).role).toBe('engineer');
    expect(await core.db.user.findUnique({ where: { id: invited.id } })).toHaveProperty(
      'emailVerifiedAt',
      core.clock.at,
    );
    expect(await types(projectId)).toEqual(['invitation.added', 'member.added']);
    expect(await listNotifications(core.as(cast.artist))).toMatchObject([{ text: 'Nora came into the project.' }]);
    expect(await listNotifications(core.as(cast.client))).toEqual([]);

    await removeMember(core.as(cast.artist), {
      memberId: (await core.db.member.findFirstOrThrow({ where: { userId: invited.id } })).id,
    });
    await expectError(acceptInvitation(core.as(invited), { token }), 'not_found');
  });

  it('that were handed on without a mail prove no address', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const squatter = await makeUser(core.db, { emailVerifiedAt: null });
    await addInvitation(core.as(cast.artist), { projectId, email: squatter.email, role: 'client' });
    await acceptInvitation(core.as(squatter), { token: await tokenFor(squatter.email) });
    expect((await getProject(core.as(squatter), { projectId })).role).toBe('client');
    expect(await core.db.user.findUnique({ where: { id: squatter.id } })).toHaveProperty('emailVerifiedAt', null);
  });

  it('are void when revoked, replaced or expired, and that looks like never having been', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const invited = await makeUser(core.db);
    const context = core.as(invited);
    const input = { projectId, email: invited.email, role: 'client' } as const;
    await addInvitation(core.as(cast.artist), input);
    const first = await tokenFor(invited.email);
    const { id } = await addInvitation(core.as(cast.artist), input);
    const second = await tokenFor(invited.email);
    const never = await expectError(previewInvitation(context, { token: 'never' }), 'not_found');
    expect(await expectError(previewInvitation(context, { token: first }), 'not_found')).toHaveProperty(
      'message',
      never.message,
    );
    await expectError(acceptInvitation(context, { token: first }), 'not_found');

    await expectError(revokeInvitation(core.as(cast.client), { invitationId: id }), 'not_allowed');
    await expectError(revokeInvitation(core.as(cast.stranger), { invitationId: id }), 'not_found');
    await revokeInvitation(core.as(cast.artist), { invitationId: id });
    await expectError(acceptInvitation(context, { token: second }), 'not_found');

    await addInvitation(core.as(cast.artist), input);
    const third = await tokenFor(invited.email);
    core.clock.at = new Date(core.clock.at.getTime() + 15 * 86_400_000);
    await expectError(acceptInvitation(context, { token: third }), 'not_found');
  });

  it('give no more than who sends them has', async () => {
    const cast = await makeCast(core.db);
    const projectId = cast.project.id;
    const input = { projectId, email: 'x@example.org', role: 'artist' } as const;
    await expectError(addInvitation(core.as(cast.engineer), input), 'not_allowed');
    await expectError(addInvitation(core.as(cast.client), { ...input, role: 'client' }), 'not_allowed');
    await expectError(addInvitation(core.as(cast.guest), input), 'not_allowed');
    await expectError(addInvitation(core.as(cast.stranger), input), 'not_found');
    await expectError(addInvitation(core.as(cast.artist), { ...input, email: cast.client.email }), 'conflict');
  });
});

it('the library counts only what was shared', async () => {
  const cast = await makeCast(core.db);
  await makeSong(core.db, { projectId: cast.project.id, deletedAt: new Date() });
  expect(await listProjects(core.as(cast.guest))).toMatchObject([{ role: 'guest', songCount: 1, people: [] }]);
  expect(await listProjects(core.as(cast.client))).toMatchObject([{ role: 'client', songCount: 2 }]);
});
