/**
 * The colour behind `var(--v1)` as `rgb(…)`, for canvases, which know no variables. Depends on the theme: ask again
 * when it changes (`use-theme-version`). Browser only.
 */
export function resolveColor(color: string): string {
  const probe = document.createElement('span');
  probe.style.color = color;
  probe.hidden = true;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}
