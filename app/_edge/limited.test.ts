import { expect, test } from "vitest";
import { limited } from "./limited";

test("as many as the limit are carried out, further ones are asked to come again, and places come free", async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const handle = limited(2, 429, async (_request, fails: boolean) => {
    await held;
    if (fails) throw new Error("broken");
    return new Response("done");
  });
  const request = () => new Request("http://plimsoll.test/");
  const first = handle(request(), false);
  const second = handle(request(), true);
  const third = await handle(request(), false);
  expect(third.status).toBe(429);
  expect(third.headers.get("retry-after")).toBe("1");
  expect(await third.json()).toMatchObject({ code: "busy", status: 429 });
  letGo();
  expect((await first).status).toBe(200);
  await expect(second).rejects.toThrow("broken");
  expect((await handle(request(), false)).status).toBe(200);
});
