import { parseArgs } from "node:util";
import { simulateShop } from "@/examples/online-retail/simulate";
import { openDatabase } from "../database";

const help = `Usage: npx plimsoll simulate online-retail [--seed <text>]

Adds to the imported orders of Online Retail what their data lacks: places, lanes, costs, stock and ads, all labelled as
simulated. The same seed makes the same figures.`;

/** plimsoll simulate. Returns 0 when it was made, 2 when the call was off. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: "string", default: "online-retail-1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help || positionals.length !== 1 || positionals[0] !== "online-retail") {
    console.log(help);
    return values.help ? 0 : 2;
  }
  const { db, close } = await openDatabase();
  try {
    const made = await simulateShop(db, values.seed);
    console.log(
      `Simulated with seed ${made.seed}: ${made.moves.toLocaleString("en")} stock moves, ${made.adDays.toLocaleString("en")} days of ad spend.`,
    );
    return 0;
  } finally {
    await close();
  }
}
