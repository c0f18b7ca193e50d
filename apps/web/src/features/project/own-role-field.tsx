'use client';

import { SelectField } from '../../components/select-field.tsx';
import { roleExplanation, roleName } from './role-name.ts';

/** What one is in one's own project. */
export function OwnRoleField({
  value,
  onChange,
}: {
  value: 'artist' | 'engineer';
  onChange: (role: 'artist' | 'engineer') => void;
}) {
  return (
    <SelectField
      label="You are the"
      value={value}
      onChange={onChange}
      options={(['artist', 'engineer'] as const).map((role) => ({ value: role, label: roleName(role) }))}
      hint={roleExplanation(value)}
    />
  );
}
