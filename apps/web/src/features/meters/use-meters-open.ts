'use client';

import { useCallback, useEffect, useState } from 'react';

const key = 'sweetspot.meters';

/** Whether the meters are shown: as it was left in this browser. */
export function useMetersOpen(): [open: boolean, toggle: () => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(localStorage.getItem(key) === 'open'), []);
  const toggle = useCallback(() => {
    setOpen((current) => {
      localStorage.setItem(key, current ? 'closed' : 'open');
      return !current;
    });
  }, []);
  return [open, toggle];
}
