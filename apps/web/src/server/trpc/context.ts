import type { Context } from '@sweetspot/core/context';
import type { Identity } from '../auth/identify.ts';
import type { Services } from '../services.ts';

/** What a procedure has at hand. */
export type ApiContext = {
  services: Services;
  /** For use cases, in the name of who asks. */
  core: Context;
  identity: Identity;
  ip: string;
  /** Asked by the person at the keyboard of this very machine. */
  atTheMachine: boolean;
  /** Adds a `Set-Cookie` to the answer. Pages that load data have none to add. */
  setCookie(header: string): void;
};
