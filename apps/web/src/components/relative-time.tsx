'use client';

import { useEffect, useState } from 'react';
import { formatDateTime, formatRelativeTime } from './format.ts';

/** "12 min ago", kept true every minute, with the exact time on hover. */
export function RelativeTime({ date, className }: { date: Date; className?: string }) {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    // The server's clock and time zone are not the reader's: what differs is put right here.
    <time dateTime={date.toISOString()} title={formatDateTime(date)} className={className} suppressHydrationWarning>
      {formatRelativeTime(date, now)}
    </time>
  );
}
