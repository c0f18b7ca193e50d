'use client';

import { TextField } from '../../components/text-field.tsx';
import type { MetadataField, TypedMetadata } from './typed-metadata.ts';

const fields: readonly { field: MetadataField; label: string; placeholder?: string; span?: true }[] = [
  { field: 'title', label: 'Title', span: true },
  { field: 'artist', label: 'Artist', span: true },
  { field: 'album', label: 'Album', span: true },
  { field: 'albumArtist', label: 'Album artist', span: true },
  { field: 'composer', label: 'Composer', span: true },
  { field: 'genre', label: 'Genre' },
  { field: 'year', label: 'Year' },
  { field: 'trackNumber', label: 'Track' },
  { field: 'trackTotal', label: 'of tracks' },
  { field: 'discNumber', label: 'Disc' },
  { field: 'discTotal', label: 'of discs' },
  { field: 'isrc', label: 'ISRC', placeholder: 'SE-ABC-26-00001', span: true },
  { field: 'upc', label: 'UPC or EAN', placeholder: '12 or 13 digits', span: true },
  { field: 'pLine', label: '℗ line', placeholder: '2026 Lowtide Records', span: true },
  { field: 'cLine', label: '© line', placeholder: '2026 Lowtide', span: true },
  { field: 'comment', label: 'Comment', span: true },
];
const numeric = new Set<MetadataField>(['year', 'trackNumber', 'trackTotal', 'discNumber', 'discTotal']);

/** What is written into the files. */
export function MetadataFields({
  typed,
  onChange,
}: {
  typed: TypedMetadata;
  onChange: (typed: TypedMetadata) => void;
}) {
  return (
    <div className="grid flex-1 grid-cols-2 content-start gap-x-4 gap-y-3 md:grid-cols-4">
      {fields.map(({ field, label, placeholder, span }) => (
        <TextField
          key={field}
          label={label}
          className={span ? 'col-span-2' : ''}
          placeholder={placeholder ?? ''}
          inputMode={numeric.has(field) ? 'numeric' : 'text'}
          name={`delivery-${field}`}
          autoComplete="off"
          maxLength={200}
          value={typed[field] ?? ''}
          onChange={(event) => onChange({ ...typed, [field]: event.target.value })}
        />
      ))}
    </div>
  );
}
