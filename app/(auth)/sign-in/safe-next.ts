/** Where to go after signing in: a path of this address only, since a link could carry any other. */
export function safeNext(next: string | string[] | undefined): string {
  if (typeof next !== "string" || !/^\/(?![/\\])[^\\\s]*$/.test(next)) return "/";
  return next.startsWith("/sign-in") || next.startsWith("/api/") ? "/" : next;
}
