import { parseArgs } from "node:util";
import { DEFAULT_SEED, simulateOnlineRetail } from "@/examples/online-retail/simulate";
import { openDatabase } from "../database";

const usage = `Usage: npx plimsoll simulate online-retail [--seed ${DEFAULT_SEED}]

Adds to the imported Online Retail orders what that data lacks: places, costs, stock, listings and ads. All of it is
marked as simulated and follows from the seed.`;

/** Runs the named generator. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: "string" }, help: { type: "boolean" } },
  });
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (
    values.help ||
    positionals.length !== 1 ||
    positionals[0] !== "online-retail" ||
    !Number.isSafeInteger(seed)
  ) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const { db, close } = await openDatabase();
  try {
    const { skus, moves, ads, adDays } = await simulateOnlineRetail(db, seed);
    const count = (value: number) => value.toLocaleString("en");
    console.log(
      `Simulated with seed ${seed}: ${count(moves)} stock moves of ${count(skus)} SKUs, ${count(ads)} ads with ${count(adDays)} days of spend.`,
    );
    return 0;
  } finally {
    await close();
  }
}
