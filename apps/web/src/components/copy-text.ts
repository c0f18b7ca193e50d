/**
 * Puts a text on the clipboard. Over plain http in a local network browsers offer no clipboard; then the field's own
 * selection is copied the old way.
 *
 * @throws Error when the browser allows neither.
 */
export async function copyText(text: string, field: HTMLInputElement | null): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  field?.focus();
  field?.select();
  if (!field || !document.execCommand('copy')) throw new Error('the browser did not allow copying');
}
