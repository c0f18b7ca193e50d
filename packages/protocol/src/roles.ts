import { z } from 'zod';

export const roles = ['artist', 'engineer', 'client'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

export const shareRights = ['listen', 'comment', 'approve', 'download'] as const;
export const shareRightSchema = z.enum(shareRights);
export type ShareRight = z.infer<typeof shareRightSchema>;

export const shareScopes = ['project', 'song', 'version'] as const;
export const shareScopeSchema = z.enum(shareScopes);
export type ShareScope = z.infer<typeof shareScopeSchema>;

export const visibilitySchema = z.enum(['everyone', 'team']);
/** `team`: members who are artist or engineer. */
export type Visibility = z.infer<typeof visibilitySchema>;

/** Who does something. A signed-in person may also hold guest passes; the worker acts for the system. */
export type Actor =
  | { kind: 'user'; userId: string }
  | { kind: 'guest'; guestIds: readonly string[] }
  | { kind: 'worker' }
  | { kind: 'anonymous' };
