import type { DraftMetadata } from '@sweetspot/protocol/deliveries';

export type MetadataField = keyof DraftMetadata;
/** What stands in the boxes. */
export type TypedMetadata = Partial<Record<MetadataField, string>>;

const numbers = ['trackNumber', 'trackTotal', 'discNumber', 'discTotal', 'year'] as const;
const isNumber = (field: MetadataField): boolean => (numbers as readonly MetadataField[]).includes(field);

/** The boxes, filled with what is known. */
export const typedMetadata = (metadata: DraftMetadata): TypedMetadata =>
  Object.fromEntries(Object.entries(metadata).map(([field, value]) => [field, String(value)]));

/** What was typed as it is sent. An emptied text is sent as empty, so that the tag is left out; an emptied number is not sent. */
export function metadataOf(typed: TypedMetadata): DraftMetadata {
  const entries = Object.entries(typed).flatMap(([field, value]): [string, string | number][] => {
    if (!isNumber(field as MetadataField)) return [[field, value.trim()]];
    const number = Number.parseInt(value, 10);
    return Number.isNaN(number) ? [] : [[field, number]];
  });
  return Object.fromEntries(entries) as DraftMetadata;
}
