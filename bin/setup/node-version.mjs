// Read by old versions of Node too: no syntax newer than what Node 12 knows.

/** The oldest Node that every package here supports. */
export const oldestNode = "20.19.0";

/** A sentence when this version of Node is too old, else null. */
export function nodeTooOld(version) {
  const have = version.replace(/^v/, "").split(".").map(Number);
  const need = oldestNode.split(".").map(Number);
  for (let i = 0; i < 3; i++) {
    if (have[i] > need[i]) return null;
    if (have[i] < need[i]) {
      return `Plimsoll needs Node ${oldestNode} or newer and this is ${version}: install a current Node (for example with \`nvm install 22\`) and start again.`;
    }
  }
  return null;
}
