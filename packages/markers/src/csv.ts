/** A line of RFC 4180, `separator` between its fields. */
export const csvLine = (fields: readonly string[], separator = ','): string =>
  fields.map((field) => (/["\r\n,\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(separator);

/** What a spreadsheet would take for a formula is kept from being one (OWASP, CSV injection). */
export const inertCell = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
