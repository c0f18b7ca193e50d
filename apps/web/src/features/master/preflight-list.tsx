'use client';

import type { PreflightFinding, PreflightPlace } from '@sweetspot/protocol/deliveries';
import { CircleAlert, CircleCheck, CircleX } from 'lucide-react';
import { Button } from '../../components/button.tsx';

const mendLabels: Partial<Record<PreflightPlace, string>> = {
  approval: 'Approvals',
  metadata: 'Tags',
  artwork: 'Artwork',
  alternates: 'Alternates',
};

/** What stands against a delivery, what blocks first, each with the way to mend it. */
export function PreflightList({
  findings,
  onMend,
}: {
  findings: readonly PreflightFinding[];
  onMend: (place: PreflightPlace) => void;
}) {
  const blocked = findings.some(({ severity }) => severity === 'blocks');
  return (
    <ul className="grid gap-2">
      {findings.map(({ code, severity, message, mend }) => (
        <li key={code} className="grid grid-cols-[16px_1fr_auto] items-start gap-2">
          {severity === 'blocks' ? (
            <CircleX aria-hidden className="mt-0.5 size-4 text-bad" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 text-warn" />
          )}
          <span>
            <span className="sr-only">{severity === 'blocks' ? 'Must be mended: ' : 'Worth knowing: '}</span>
            {message}
          </span>
          {mendLabels[mend] ? (
            <Button size="s" variant="quiet" onClick={() => onMend(mend)}>
              {mendLabels[mend]}
            </Button>
          ) : null}
        </li>
      ))}
      {blocked ? null : (
        <li className="grid grid-cols-[16px_1fr] gap-2">
          <CircleCheck aria-hidden className="mt-0.5 size-4 text-ok" />
          {findings.length === 0 ? 'Nothing stands against it.' : 'It can be delivered.'}
        </li>
      )}
    </ul>
  );
}
