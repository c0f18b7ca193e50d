import { type ActorKind, actorKinds, guests, members, songGuests, users } from './actors.ts';
import type { Scene } from './make-scene.ts';

/** A request to a route, and who gets which status; who is not named gets 401 or 404, as `defaultOutcome` says. */
export type RouteRow = {
  path: (scene: Scene) => string;
  headers?: (scene: Scene) => Record<string, string>;
  body?: string;
  statuses: Partial<Record<number, readonly ActorKind[]>>;
};

const tus = { 'tus-resumable': '1.0.0' };
const patch = { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
const base64 = (value: string) => Buffer.from(value).toString('base64');
const everybody = { 200: actorKinds };
/** The upload is the engineer's; the artist may know of it. */
const uploader = (status: number) => ({ [status]: ['engineer'], 403: ['artist'] }) as const;
const upload = ({ openUpload }: Scene) => `/uploads/${openUpload.id}`;
const file = ({ mix }: Scene) => `/media/files/${mix.fileId}`;
const listeners = { 200: [...members, ...songGuests] };
const downloaders = { 200: [...members, 'downloader'] } as const;

/** By route, with a word behind it where one route has several kinds of objects. A route without a row fails the test. */
export const expectedRoutes: Record<string, RouteRow> = {
  'GET /healthz': { path: () => '/healthz', statuses: everybody },
  // Code, as the pages' own scripts are.
  'GET /engine/sweetspot.wasm': { path: () => '/engine/sweetspot.wasm', statuses: everybody },
  'GET /engine/meter-worklet.js': { path: () => '/engine/meter-worklet.js', statuses: everybody },
  // Behind it are the procedures, which have rows of their own; a call that does not exist is refused.
  'GET /api/trpc/:rest': { path: () => '/api/trpc/nothing.here', statuses: { 404: actorKinds } },
  'POST /api/trpc/:rest': {
    path: () => '/api/trpc/nothing.here',
    headers: () => ({ 'content-type': 'application/json', 'x-sweetspot': '1' }),
    body: '{}',
    statuses: { 404: actorKinds },
  },
  'GET /api/auth/:rest': { path: () => '/api/auth/session', statuses: everybody },
  // Without the token of next-auth's own form nothing happens but a walk to the sign-in page.
  'POST /api/auth/:rest': { path: () => '/api/auth/callback/credentials', statuses: { 302: actorKinds } },
  'POST /uploads': {
    path: () => '/uploads',
    headers: ({ openUpload }) => ({
      ...tus,
      'upload-length': '10',
      'upload-metadata': `uploadId ${base64(openUpload.id)}`,
    }),
    statuses: uploader(201),
  },
  'HEAD /uploads/:uploadId': { path: upload, headers: () => tus, statuses: uploader(200) },
  'PATCH /uploads/:uploadId': { path: upload, headers: () => patch, body: '12345', statuses: uploader(204) },
  'DELETE /uploads/:uploadId': { path: upload, headers: () => tus, statuses: uploader(204) },
  'GET /media/files/:fileId/original': {
    path: (scene) => `${file(scene)}/original`,
    statuses: { ...downloaders, 403: ['listener', 'commenter', 'approver'] },
  },
  'GET /media/files/:fileId/original of a stem': {
    path: ({ stem }) => `/media/files/${stem.fileId}/original`,
    statuses: { 200: members },
  },
  'GET /media/files/:fileId/peaks': { path: (scene) => `${file(scene)}/peaks`, statuses: listeners },
  'GET /media/files/:fileId/peaks of a stem': {
    path: ({ stem }) => `/media/files/${stem.fileId}/peaks`,
    statuses: { 200: members },
  },
  'GET /media/files/:fileId/segments/:name': {
    path: (scene) => `${file(scene)}/segments/00000.flac`,
    statuses: listeners,
  },
  'GET /media/blind/:blindTestId/files/:alias/layout': {
    path: ({ abx }) => `/media/blind/${abx.id}/files/x1/layout`,
    statuses: { 200: ['client'] },
  },
  'GET /media/blind/:blindTestId/files/:alias/layout of a vote': {
    path: ({ vote }) => `/media/blind/${vote.id}/files/a/layout`,
    statuses: { 200: ['engineer', 'client', 'commenter'], 403: ['artist'] },
  },
  'GET /media/blind/:blindTestId/files/:alias/segments/:name': {
    path: ({ abx }) => `/media/blind/${abx.id}/files/b/segments/00000.flac`,
    statuses: { 200: ['client'] },
  },
  'GET /media/blind/:blindTestId/files/:alias/segments/:name of a vote': {
    path: ({ vote }) => `/media/blind/${vote.id}/files/b/segments/00000.flac`,
    statuses: { 200: ['engineer', 'client', 'commenter'], 403: ['artist'] },
  },
  'GET /media/deliveries/:deliveryId/zip': {
    path: ({ delivery }) => `/media/deliveries/${delivery.id}/zip`,
    statuses: downloaders,
  },
  'POST /account/picture': {
    path: () => '/account/picture',
    headers: () => ({ 'x-sweetspot': '1' }),
    // Whoever may send one is told that this is none.
    body: 'not a picture',
    statuses: { 400: users, 401: guests },
  },
  'POST /media/projects/:projectId/artwork': {
    path: ({ project }) => `/media/projects/${project.id}/artwork`,
    headers: () => ({ 'x-sweetspot': '1' }),
    // Whoever may send one is told that this is none.
    body: 'not a picture',
    statuses: { 400: ['artist', 'engineer'], 403: ['client', ...guests] },
  },
  'GET /media/projects/:projectId/artwork': {
    path: ({ project }) => `/media/projects/${project.id}/artwork`,
    statuses: { 200: [...members, ...guests] },
  },
  'GET /media/pictures/:userId': {
    path: ({ artist }) => `/media/pictures/${artist.id}`,
    statuses: { 200: [...members, ...guests], 404: ['anonymous', 'expired'] },
  },
};
