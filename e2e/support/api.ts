import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { stack } from "./stack";

const root = resolve(import.meta.dirname, "../..");

/** An outside program that speaks to /api/v1 under a role. */
export interface Api {
  get: <Answer>(path: string) => Promise<Answer>;
  /** The status and the body, whatever the answer was. */
  post: (path: string, body: unknown) => Promise<{ status: number; body: Record<string, unknown> }>;
}

/** Makes a token with the command plimsoll, as somebody at the terminal would, and speaks with it. */
export async function apiAs(role: string): Promise<Api> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["bin/plimsoll.mjs", "token", "add", `Journeys as ${role}`, "--role", role, "--days", "1"],
    { cwd: root, env: { ...process.env, PLIMSOLL_DATA_DIR: stack().dataDir } },
  );
  const headers = { authorization: `Bearer ${stdout.trim()}`, "content-type": "application/json" };
  const at = (path: string) => `${stack().address}/api/v1/${path}`;
  return {
    get: async <Answer>(path: string) => {
      const answer = await fetch(at(path), { headers });
      if (!answer.ok) throw new Error(`GET ${path}: HTTP ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Answer;
    },
    post: async (path, body) => {
      const answer = await fetch(at(path), { method: "POST", headers, body: JSON.stringify(body) });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    },
  };
}
