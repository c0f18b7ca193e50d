import type { StemRole } from '@sweetspot/dsp';
import type { Analysis } from './analysis.ts';
import type { ComparisonResult } from './comparisons.ts';
import type { DeliveryFile } from './deliveries.ts';
import type { Derived } from './derived.ts';
import type { JobView } from './jobs.ts';
import type { Preferences } from './preferences.ts';
import type { Finding, Readiness } from './readiness.ts';
import type { MasterRecipe, MixRecipe } from './recipes.ts';
import type { Role, ShareRight, ShareScope, Visibility } from './roles.ts';
import type {
  CommentStatus,
  Decision,
  FileState,
  RequestState,
  Service,
  Stage,
  UploadPurpose,
  VersionKind,
} from './songs.ts';

/**
 * What use cases answer with and pages show. Dates are Date (superjson keeps them), sizes and samples are numbers
 * (below 2^53). A field that the reader may not see is absent, never masked.
 */

export type PersonView = {
  kind: 'user' | 'guest';
  id: string;
  name: string;
  pictureUrl: string | null;
};

/** What the reader may do here: the actions of core/access/policy that apply to this object. */
export type Permissions = readonly string[];

/** How the lossless playback segments of a ready file are cut (`derived.ts`); what the player needs to fetch them. */
export type SegmentsView = Pick<Derived['segments'], 'codec' | 'exponent' | 'framesPerSegment' | 'count'>;

export type FileView = {
  id: string;
  originalName: string;
  sizeBytes: number;
  sha256: string;
  state: FileState;
  failureMessage: string | null;
  container: string | null;
  codec: string | null;
  sampleRate: number | null;
  bitDepth: number | null;
  channels: number | null;
  /** length in frames (samples per channel) */
  frames: number | null;
  /** what lists and the player want of the analysis; the whole of it is an `AnalysisView` */
  analysis: Pick<Analysis, 'loudness'> | null;
  /** null until the file is ready */
  segments: SegmentsView | null;
};

/** A program that acts as the reader. */
export type AccessTokenView = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null };

export type MemberView = { id: string; role: Role; owner: boolean; person: PersonView; email: string | null };
export type InvitationView = { id: string; email: string; role: Role; expiresAt: Date; createdAt: Date };

export type ProjectSummary = {
  id: string;
  title: string;
  artistName: string;
  role: Role | 'guest';
  songCount: number;
  people: PersonView[];
  /** number of the newest event that the view knows; live pages go on from here */
  lastSeq: number;
  createdAt: Date;
};

export type ProjectView = ProjectSummary & {
  permissions: Permissions;
  members: MemberView[];
  invitations: InvitationView[];
  songs: SongSummary[];
};

/** A song as a card on the board or a row of the list. */
export type SongSummary = {
  id: string;
  projectId: string;
  projectTitle: string;
  title: string;
  position: number;
  stage: Stage;
  /** one sentence: what the song waits for */
  need: { tone: 'neutral' | 'warn' | 'bad' | 'ok'; text: string };
  openComments: number;
  stemCount: number;
  latestVersion: {
    id: string;
    kind: VersionKind;
    number: number;
    label: string;
    fileId: string;
    durationSeconds: number | null;
  } | null;
  /** 0..1 of the furthest running job, null when nothing runs */
  progress: number | null;
  updatedAt: Date;
};

export type StageStep = {
  stage: Stage;
  state: 'done' | 'now' | 'next';
  /** what is missing before the song may go on from here, as sentences; empty when it may */
  missing: string[];
};

export type StageMove = {
  to: Stage;
  direction: 'forward' | 'back';
  allowed: boolean;
  /** why not, when not allowed */
  reasons: string[];
  /** what going there makes void, as sentences ("The approval of Master 1 by Mira Kask") */
  invalidates: string[];
};

export type StemView = {
  id: string;
  name: string;
  role: StemRole;
  position: number;
  createdAt: Date;
  file: FileView;
};

export type VersionView = {
  id: string;
  songId: string;
  kind: VersionKind;
  number: number;
  name: string;
  label: string;
  notes: string;
  parentId: string | null;
  createdBy: PersonView | null;
  createdAt: Date;
  rendered: boolean;
  recipe: MixRecipe | MasterRecipe | null;
  file: FileView;
  openComments: number;
  /** the valid yes/no of people to exactly this file */
  approvals: ApprovalView[];
};

/** A reference of another song of the project. */
export type OtherReferenceView = Pick<VersionView, 'id' | 'name' | 'label' | 'file'> & { songTitle: string };

export type CommentView = {
  id: string;
  songId: string;
  versionId: string;
  parentId: string | null;
  author: PersonView;
  body: string;
  /** samples at the version's rate; null on replies and on notes about the whole version */
  startSample: number | null;
  endSample: number | null;
  status: CommentStatus;
  /** the version in which it is said to be done; null where nobody said which */
  addressedInId: string | null;
  visibility: Visibility;
  createdAt: Date;
  editedAt: Date | null;
  /** edit, delete, resolve … that the reader may do to this comment */
  permissions: Permissions;
  replies: CommentView[];
};

/** What became of a version (`againstId`) in the next (`versionId`). */
export type ComparisonView = { versionId: string; againstId: string } & (
  | { state: 'pending' }
  | { state: 'failed'; reason: string }
  | { state: 'ready'; result: ComparisonResult }
);

export type ApprovalView = {
  id: string;
  versionId: string;
  versionLabel: string;
  fileSha256: string;
  decision: Decision;
  note: string;
  by: PersonView;
  createdAt: Date;
  /** withdrawn, or given to another file than the version has */
  valid: boolean;
};

export type RenderView = {
  id: string;
  kind: 'rough' | 'mix' | 'master';
  versionId: string | null;
  job: JobView;
  requestedBy: PersonView | null;
  createdAt: Date;
};

export type DeliveryView = {
  id: string;
  versionId: string;
  versionLabel: string;
  fileSha256: string;
  formats: string[];
  job: JobView;
  zipSizeBytes: number | null;
  files: DeliveryFile[];
  createdBy: PersonView | null;
  createdAt: Date;
};

export type UploadView = {
  id: string;
  songId: string;
  purpose: UploadPurpose;
  fileName: string;
  sizeBytes: number;
  state: 'open' | 'finished' | 'failed' | 'abandoned';
  failureMessage: string | null;
  createdAt: Date;
};

export type RequestView = {
  id: string;
  songId: string;
  songTitle: string;
  service: Service;
  brief: string;
  references: string[];
  dueOn: string | null;
  includedRounds: number;
  state: RequestState;
  createdBy: PersonView;
  engineer: PersonView | null;
  messages: { id: string; author: PersonView; body: string; createdAt: Date }[];
  permissions: Permissions;
  createdAt: Date;
};

export type SongView = {
  id: string;
  projectId: string;
  projectTitle: string;
  artistName: string;
  title: string;
  stage: Stage;
  steps: StageStep[];
  moves: StageMove[];
  permissions: Permissions;
  role: Role | 'guest';
  /** as whom the reader writes here: the member, or the guest of the link that leads to this song */
  viewer: PersonView | null;
  lastSeq: number;
  stems: StemView[];
  versions: VersionView[];
  renders: RenderView[];
  approvals: ApprovalView[];
  deliveries: DeliveryView[];
  requests: RequestView[];
  /** uploads that are under way or failed and not dismissed */
  uploads: UploadView[];
};

export type AnalysisView = { analysis: Analysis; readiness: Readiness };

/** What the song needs, by what was measured of everything in it. */
export type SongAdvice = {
  /** null when nothing is there to judge or nothing is left to do */
  service: Service | null;
  reasons: string[];
  /** worst first; a finding without ids is about all stems together */
  stems: (Finding & { stemIds: string[] })[];
};

export type ShareLinkView = {
  id: string;
  name: string;
  scope: ShareScope;
  songId: string | null;
  versionId: string | null;
  targetLabel: string;
  rights: ShareRight[];
  hasPassword: boolean;
  followLatest: boolean;
  expiresAt: Date | null;
  state: 'active' | 'expired' | 'revoked';
  guests: { name: string; lastSeenAt: Date }[];
  createdAt: Date;
};

export type NotificationView = {
  id: string;
  type: string;
  text: string;
  projectId: string;
  songId: string | null;
  /** what to open within the song */
  target: { versionId?: string; commentId?: string; requestId?: string; blindTestId?: string };
  createdAt: Date;
  readAt: Date | null;
};

/** A line of the activity list. */
export type ActivityView = {
  seq: number;
  type: string;
  text: string;
  by: string;
  songId: string | null;
  createdAt: Date;
};

export type AccountView = {
  id: string;
  email: string;
  name: string;
  pictureUrl: string | null;
  hasPassword: boolean;
  preferences: Preferences;
};
