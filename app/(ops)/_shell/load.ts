import type { ShellData } from "@/components/shell/types";

export type { ShellData } from "@/components/shell/types";

/** What the frame around every page shows. */
export async function loadShell(): Promise<ShellData> {
  return { user: null, sources: null, badges: {}, unread: null, notices: [], autopilot: null };
}
