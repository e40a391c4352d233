import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readBack, send, shown, untilShown } from "./acting";
import type { Stage } from "./bench";

/** What every connector that carries actions out must do. */
export function addWriteCases(add: (name: string, play: (stage: Stage) => Promise<void>) => void): void {
  add("an action takes effect once and is proved by reading back", async ({ started, bench }) => {
    const { write } = started;
    if (!write) return;
    await bench.sync();
    assert.equal(shown(await readBack(bench, started)), write.before);
    const id = randomUUID();
    for (let time = 0; time < 2; time++) {
      const sent = await send(bench, write.message(id));
      assert.ok(
        sent.outcome === "accepted" || (time === 1 && sent.outcome === "refused"),
        JSON.stringify(sent),
      );
    }
    assert.equal(await untilShown(bench, started, write.after), write.after);
  });

  add("a success that changed nothing is not proved", async ({ started, bench }) => {
    const { write } = started;
    if (!write) return;
    await bench.sync();
    started.vendor.faults.lie = true;
    const sent = await send(bench, write.message(randomUUID()));
    assert.equal(sent.outcome, "accepted", JSON.stringify(sent));
    assert.equal(shown(await readBack(bench, started)), write.before);
  });

  add(
    "an action that expects what is no longer so is refused and overwrites nothing",
    async ({ started, bench }) => {
      const { write } = started;
      if (!write?.outdated) return;
      await bench.sync();
      const sent = await send(bench, write.outdated(randomUUID()));
      assert.equal(sent.outcome, "refused", JSON.stringify(sent));
      assert.ok(sent.current, "what stands there is told");
      assert.equal(shown(await readBack(bench, started)), write.before);
    },
  );

  add("an action that finds the vendor down or busy is tried again later", async ({ started, bench }) => {
    const { write } = started;
    if (!write) return;
    await bench.sync();
    started.vendor.faults.down = true;
    assert.equal((await send(bench, write.message(randomUUID()))).outcome, "retry");
    assert.equal((await readBack(bench, started)).outcome, "unreadable");
    Object.assign(started.vendor.faults, { down: false, throttleNext: 1 });
    const busy = await send(bench, write.message(randomUUID()));
    assert.ok(["retry", "accepted"].includes(busy.outcome), JSON.stringify(busy));
  });
}
