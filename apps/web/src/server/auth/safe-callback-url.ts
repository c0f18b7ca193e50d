/**
 * Where to go after signing in or out: a path of this installation, or its start page. `//evil`, `/\evil`, another
 * origin and addresses with control characters (which browsers drop before they resolve) all end on the start page.
 */
export function safeCallbackUrl(url: string, baseUrl: string): string {
  const { origin } = new URL(baseUrl);
  const hidden = /[\\\s\p{Cc}]/u.test(url);
  if (hidden || !URL.canParse(url, baseUrl)) return baseUrl;
  const resolved = new URL(url, baseUrl);
  const kept = resolved.origin === origin && !resolved.pathname.startsWith('//') && resolved.username === '';
  return kept ? resolved.href : baseUrl;
}
