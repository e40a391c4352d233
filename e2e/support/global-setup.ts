import { startStack } from "./start-stack";

/** Starts the journeys' own Plimsoll once and stops it after the last journey. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { stack, stop } = await startStack();
  process.env.PLIMSOLL_JOURNEYS_STACK = JSON.stringify(stack);
  return stop;
}
