/** What a mail says, before it is text or HTML. */
export type MailContent = {
  subject: string;
  paragraphs: string[];
  /** The one thing to do. The address is ours and carries the token. */
  action?: { label: string; url: string };
  /** In small print. */
  footnote: string;
};

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (character) => entities[character]!);

/** One line, so that a title with a line break cannot add a header. */
const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim().slice(0, 200);

/** The same mail as plain text and as HTML; everything in it is escaped. */
export function renderMail(content: MailContent): { subject: string; text: string; html: string } {
  const { subject, paragraphs, action, footnote } = content;
  const text = [...paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : []), '-- ', footnote].join('\n\n');
  const button = action
    ? `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="background:#1d6f5c;color:#ffffff;border-radius:8px;padding:12px 20px;text-decoration:none;display:inline-block">${escapeHtml(action.label)}</a></p>
<p style="font-size:13px;color:#666666">${escapeHtml(action.url)}</p>`
    : '';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(subject))}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;max-width:560px;margin:0 auto;padding:24px">
${paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${button}
<p style="font-size:13px;color:#666666">${escapeHtml(footnote)}</p>
</body></html>`;
  return { subject: oneLine(subject), text, html };
}
