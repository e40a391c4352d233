import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Db } from "@/db/client";
import { commandActor, type Role } from "@/lib/services/_shared/actor";
import { createUser } from "@/lib/services/people/create-user";

const people: readonly { name: string; email: string; role: Role }[] = [
  { name: "Mei Lin", email: "mei@harbourandpine.example", role: "supply" },
  { name: "Jonas Weber", email: "jonas@harbourandpine.example", role: "marketing" },
  { name: "Priya Nair", email: "priya@harbourandpine.example", role: "operator" },
  { name: "Grace Okafor", email: "grace@harbourandpine.example", role: "manager" },
  { name: "Alex Chen", email: "alex@harbourandpine.example", role: "admin" },
];

/** How somebody signs in to the sample company. */
export interface SignIn {
  email: string;
  password: string;
  role: Role;
  name: string;
}

/** Makes one sign-in a role, each with a password of chance, and leaves them in the data folder for its owner to read. */
export async function makeSignIns(db: Db, dataDir: string): Promise<SignIn[]> {
  const signIns = people.map((person) => ({ ...person, password: randomBytes(12).toString("base64url") }));
  for (const signIn of signIns) await createUser(db, commandActor, signIn);
  writeFileSync(join(dataDir, "sample-sign-ins.json"), `${JSON.stringify(signIns, null, 2)}\n`, {
    mode: 0o600,
  });
  return signIns;
}
