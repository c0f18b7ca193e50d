import { Avatar, type AvatarSize } from './avatar.tsx';
import { cx } from './cx.ts';

export type StackedPerson = { id: string; name: string; pictureUrl: string | null };

/** The people of something, overlapping; from the `max`-th on as a number. Read out as one list of names. */
export function AvatarStack({
  people,
  max = 4,
  size = 's',
  label = 'People',
  className,
}: {
  people: readonly StackedPerson[];
  max?: number;
  size?: AvatarSize;
  label?: string;
  className?: string;
}) {
  if (people.length === 0) return null;
  const shown = people.length > max ? people.slice(0, max - 1) : people;
  const rest = people.length - shown.length;
  const names = people.map((person) => person.name).join(', ');
  return (
    <span role="img" aria-label={`${label}: ${names}`} title={names} className={cx('flex items-center', className)}>
      {shown.map((person) => (
        <Avatar
          key={person.id}
          name={person.name}
          pictureUrl={person.pictureUrl}
          size={size}
          decorative
          className="shadow-[0_0_0_2px_var(--surface)] not-first:-ml-1"
        />
      ))}
      {rest > 0 ? <span className="ml-1.5 text-muted text-xs tabular-nums">+{rest}</span> : null}
    </span>
  );
}
