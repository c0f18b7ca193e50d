export type Import = { specifier: string; line: number; typeOnly: boolean };

const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const declaration = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm;
const call = /\b(?:import|require|require\.resolve|import\.meta\.resolve)\(\s*['"]([^'"\n]+)['"]/g;

/** What a module of formatted TypeScript imports, statically and dynamically. */
export function readImports(source: string): Import[] {
  const code = source.replaceAll(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  const lineAt = (index: number) => code.slice(0, index).split('\n').length;
  const found: Import[] = [];
  for (const match of code.matchAll(declaration)) {
    found.push({ specifier: match[2] ?? '', line: lineAt(match.index), typeOnly: match[1] !== undefined });
  }
  for (const match of code.matchAll(call)) {
    found.push({ specifier: match[1] ?? '', line: lineAt(match.index), typeOnly: false });
  }
  return found;
}

/** Lines that read the environment of the process. */
export function readEnvironmentUses(source: string): number[] {
  const code = source.replaceAll(comments, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return [...code.matchAll(/\bprocess\.env\b|\bloadEnvFile\b/g)].map(
    ({ index }) => code.slice(0, index).split('\n').length,
  );
}
