/** The path to go to after signing in; anything that could lead to another site becomes the start page. */
export function returnPath(given: string | string[] | undefined): string {
  const path = Array.isArray(given) ? given[0] : given;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them before they resolve an address
  if (!path || !/^\/(?![/\\])/.test(path) || /[\\\u0000-\u0020\u007f]/.test(path)) return '/';
  // `/..//evil` leads to `//evil`, which whoever resolves it once more takes for a site.
  const resolved = URL.parse(path, 'http://here.invalid');
  return resolved === null || resolved.pathname.startsWith('//') ? '/' : path;
}

/** The same page with where to return to. */
export const withReturnPath = (page: string, path: string): string =>
  path === '/' ? page : `${page}?callbackUrl=${encodeURIComponent(path)}`;
