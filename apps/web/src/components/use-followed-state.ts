'use client';

import { useState } from 'react';

/** State that the person changes at once and that follows the server's value whenever that changes. */
export function useFollowedState<T>(value: T): [T, (next: T) => void] {
  const [seen, setSeen] = useState(value);
  const [state, setState] = useState(value);
  if (!Object.is(seen, value)) {
    setSeen(value);
    setState(value);
  }
  return [state, setState];
}
