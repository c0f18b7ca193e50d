'use client';

import { Dialog } from '../../components/dialog.tsx';
import { CommentComposer } from './comment-composer.tsx';

/** Writing a comment on a phone: from below, over the page. */
export default function CommentSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Comment" size="s">
      <CommentComposer autoFocus onSent={() => onOpenChange(false)} />
    </Dialog>
  );
}
