import { formatDate } from '../../components/format.ts';

/** "Today", "Yesterday", then the date. */
export function dayHeading(date: Date, now = new Date()): string {
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days <= 0) return 'Today';
  return days === 1 ? 'Yesterday' : formatDate(date, now);
}
