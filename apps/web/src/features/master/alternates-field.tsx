'use client';

import {
  type AlternateKind,
  type AlternateOffer,
  type AlternateOffers,
  alternateKinds,
  alternateLabels,
  alternateNotes,
} from '@sweetspot/protocol/alternates';
import { Checkbox } from '../../components/checkbox.tsx';

/** Which other versions of the master are packed with it; what cannot be made says why. */
export function AlternatesField({
  offers,
  chosen,
  onChange,
}: {
  offers: AlternateOffers;
  chosen: readonly AlternateKind[];
  onChange: (chosen: AlternateKind[]) => void;
}) {
  const toggle = (kind: AlternateKind, on: boolean) =>
    onChange(alternateKinds.filter((one) => (one === kind ? on : chosen.includes(one))));
  const reason = 'reason' in offers ? offers.reason : commonRefusal(offers);
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">Alternates</legend>
      {reason === null ? null : <p className="mb-1.5 text-pretty text-muted text-sm">{reason}</p>}
      {'reason' in offers
        ? null
        : offers.map((offer) => (
            <Checkbox
              key={offer.kind}
              label={alternateLabels[offer.kind]}
              hint={offer.refusal === null || offer.refusal === reason ? hintOf(offer) : offer.refusal}
              checked={chosen.includes(offer.kind)}
              disabled={offer.refusal !== null && !chosen.includes(offer.kind)}
              onChange={(on) => toggle(offer.kind, on)}
            />
          ))}
    </fieldset>
  );
}

/** What stands against more than one of them is said once. */
function commonRefusal(offers: readonly AlternateOffer[]): string | null {
  const refusals = offers.flatMap(({ refusal }) => refusal ?? []);
  return refusals.find((refusal, at) => refusals.indexOf(refusal) < at) ?? null;
}

/** "Without any voice (Lead, Choir).": with the names of the voices, so that a wrong role is seen. */
function hintOf({ kind, heard, left }: AlternateOffer): string {
  const note = alternateNotes[kind];
  const named = kind === 'a_cappella' ? heard : left;
  const names = named.length > 0 ? ` (${named.join(', ')})` : '';
  return `${note.charAt(0).toUpperCase()}${note.slice(1)}${names}.`;
}
