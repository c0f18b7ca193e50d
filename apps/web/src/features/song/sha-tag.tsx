/** The first and last digits of a file's SHA-256: enough to see that two people mean the same file. */
export const shortSha = (sha256: string): string => `${sha256.slice(0, 6)}…${sha256.slice(-4)}`;

export function ShaTag({ sha256 }: { sha256: string }) {
  return (
    <code
      title={`SHA-256 ${sha256}`}
      className="whitespace-nowrap rounded-s bg-hover px-1.5 py-px font-mono text-muted text-xs"
    >
      {shortSha(sha256)}
    </code>
  );
}
