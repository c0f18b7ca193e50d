'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useReview } from '../review/review-context.tsx';
import { keepSongPlace } from '../review/song-link.ts';

/** Whether the room of blind tests is open, and at which test; a link (`?blind=`) opens it too. */
export function useBlindRoom() {
  const { song } = useReview();
  const linkedId = useSearchParams().get('blind');
  const [room, setRoom] = useState<{ blindTestId: string | null } | null>(null);
  useEffect(() => {
    if (linkedId !== null) setRoom({ blindTestId: linkedId });
  }, [linkedId]);
  return {
    room,
    open: (blindTestId: string | null = null) => setRoom({ blindTestId }),
    close: () => {
      setRoom(null);
      if (linkedId !== null) keepSongPlace(song.id, {});
    },
  };
}
