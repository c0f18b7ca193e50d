import { type AlternateKind, alternateKinds } from '@sweetspot/protocol/alternates';
import type { DraftMetadata } from '@sweetspot/protocol/deliveries';

export type MetadataField = Exclude<keyof DraftMetadata, 'alternateIsrcs'> | IsrcField;
/** The ISRC of an alternate. */
export type IsrcField = `isrc-${AlternateKind}`;
export const isrcFieldOf = (kind: AlternateKind): IsrcField => `isrc-${kind}`;
/** What stands in the boxes. */
export type TypedMetadata = Partial<Record<MetadataField, string>>;

const numbers = ['trackNumber', 'trackTotal', 'discNumber', 'discTotal', 'year'] as const;
const isNumber = (field: MetadataField): boolean => (numbers as readonly MetadataField[]).includes(field);

/** The boxes, filled with what is known. */
export const typedMetadata = ({ alternateIsrcs = {}, ...metadata }: DraftMetadata): TypedMetadata => ({
  ...Object.fromEntries(Object.entries(metadata).map(([field, value]) => [field, String(value)])),
  ...Object.fromEntries(Object.entries(alternateIsrcs).map(([kind, isrc]) => [`isrc-${kind}`, isrc])),
});

/** What was typed as it is sent. An emptied text is sent as empty, so that the tag is left out; an emptied number is not sent. */
export function metadataOf(typed: TypedMetadata): DraftMetadata {
  const isrcs = alternateKinds.flatMap((kind) => {
    const isrc = typed[isrcFieldOf(kind)];
    return isrc === undefined ? [] : [[kind, isrc.trim()] as const];
  });
  const entries = Object.entries(typed).flatMap(([field, value]): [string, string | number][] => {
    if (field.startsWith('isrc-')) return [];
    if (!isNumber(field as MetadataField)) return [[field, value.trim()]];
    const number = Number.parseInt(value, 10);
    return Number.isNaN(number) ? [] : [[field, number]];
  });
  const metadata = Object.fromEntries(entries) as DraftMetadata;
  return isrcs.length > 0 ? { ...metadata, alternateIsrcs: Object.fromEntries(isrcs) } : metadata;
}
