/** The database or its folder cannot be used; the message is one sentence for the person, with a way on. */
export class ServerUnavailable extends Error {
  override readonly name = "ServerUnavailable";
}

const sentences: Record<string, (path: string) => string> = {
  ENOSPC: (path) =>
    `The disk that holds ${path} is full: free some space, or set PLIMSOLL_DATA_DIR to a folder on another disk, and start again.`,
  EDQUOT: (path) =>
    `Your disk quota for ${path} is used up: free some space, or set PLIMSOLL_DATA_DIR to a folder elsewhere, and start again.`,
  EROFS: (path) =>
    `${path} lies on a read-only disk: mount it writable, or set PLIMSOLL_DATA_DIR to a folder that can be written, and start again.`,
  EACCES: (path) =>
    `${path} may not be written by this user: give this user the right, or set PLIMSOLL_DATA_DIR to a folder that can be written, and start again.`,
};

/** The sentence for a system error (full, read-only, forbidden) at `path`, or null when it is another kind of error. */
export function explainSystemError(error: unknown, path: string): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  const code = error.code === "EPERM" ? "EACCES" : error.code;
  return sentences[code]?.(path) ?? null;
}
