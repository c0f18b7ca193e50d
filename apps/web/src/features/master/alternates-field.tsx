'use client';

import {
  type AlternateKind,
  type AlternateOffer,
  type AlternateOffers,
  alternateKinds,
  alternateLabels,
  alternateNotes,
} from '@sweetspot/protocol/alternates';
import { Fragment } from 'react';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/text-field.tsx';
import { isrcFieldOf, type TypedMetadata } from './typed-metadata.ts';

/** Which other versions of the master are packed with it, each with an ISRC of its own if it has one; what cannot be made says why. */
export function AlternatesField({
  offers,
  chosen,
  onChange,
  typed,
  onType,
}: {
  offers: AlternateOffers;
  chosen: readonly AlternateKind[];
  onChange: (chosen: AlternateKind[]) => void;
  typed: TypedMetadata;
  onType: (change: TypedMetadata) => void;
}) {
  const toggle = (kind: AlternateKind, on: boolean) =>
    onChange(alternateKinds.filter((one) => (one === kind ? on : chosen.includes(one))));
  const reason = 'reason' in offers ? offers.reason : commonRefusal(offers);
  return (
    <fieldset id="delivery-alternates">
      <legend className="mb-1.5 font-medium">Alternates</legend>
      {reason === null ? null : <p className="mb-1.5 text-pretty text-muted text-sm">{reason}</p>}
      {'reason' in offers
        ? null
        : offers.map((offer) => (
            <Fragment key={offer.kind}>
              <Checkbox
                label={alternateLabels[offer.kind]}
                hint={offer.refusal === null || offer.refusal === reason ? hintOf(offer) : offer.refusal}
                checked={chosen.includes(offer.kind)}
                disabled={offer.refusal !== null && !chosen.includes(offer.kind)}
                onChange={(on) => toggle(offer.kind, on)}
              />
              {chosen.includes(offer.kind) ? (
                <TextField
                  label={`ISRC of ${alternateLabels[offer.kind]}`}
                  optional
                  className="mb-2 ml-7"
                  placeholder="SE-ABC-26-00001"
                  name={`delivery-${isrcFieldOf(offer.kind)}`}
                  autoComplete="off"
                  maxLength={40}
                  value={typed[isrcFieldOf(offer.kind)] ?? ''}
                  onChange={(event) => onType({ [isrcFieldOf(offer.kind)]: event.target.value })}
                />
              ) : null}
            </Fragment>
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
