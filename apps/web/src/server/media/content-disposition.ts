/**
 * `Content-Disposition` for a download under a name that somebody else chose (RFC 6266): an ASCII form without anything
 * that ends a header or a path, and the name itself as RFC 8187 `filename*`.
 */
export function contentDisposition(name: string): string {
  const clean = name
    // Control characters, path separators and what turns text around (RTL override and its kin).
    .replace(/[\p{Cc}\p{Cf}\p{Cs}/\\]/gu, '_')
    .trim();
  const cut = [...clean].slice(0, 200).join('') || 'download';
  const ascii = cut.replace(/[^\x20-\x7e]|["%\\]/g, '_');
  const encoded = encodeURIComponent(cut).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
