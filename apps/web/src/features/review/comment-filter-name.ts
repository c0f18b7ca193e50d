import type { CommentFilter } from './comment-list.ts';

export const commentFilterName: Record<CommentFilter, string> = {
  open: 'Open',
  addressed: 'Addressed',
  verified: 'Verified',
  mine: 'Mine',
  all: 'All',
};
